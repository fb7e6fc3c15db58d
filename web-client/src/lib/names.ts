// Framework names as they stand on a screen: in sentence case, since headings in Capitals For Every Word read slowly.
// Only for the frameworks we ship; in one that was brought, a capital may be a name.
import type { Framework } from './protocol';

const OURS = new Set(['core-competencies', 'vcse']);
/** "Reliable", "Multi": a word that is capital by habit only. "THRIVE" and "I" are not. */
const HABIT = /(?<=[\s/-])[A-Z](?=[a-z])/g;

/** "Reliable and Consistent" becomes "Reliable and consistent". */
export function plainName(name: string, framework: Pick<Framework, 'id'> | null): string {
  return framework && OURS.has(framework.id) ? name.replace(HABIT, (letter) => letter.toLowerCase()) : name;
}

/** A term of the glossary within a sentence: "Splitting" becomes "splitting"; "AMBIT" stays as it is. */
export function plainTerm(term: string, framework: Pick<Framework, 'id'>): string {
  return OURS.has(framework.id) ? plainName(term, framework).replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()) : term;
}

/** The framework with every name as it stands on a screen. */
export function plainNames(framework: Framework): Framework {
  const plain = <T extends { name: string }>(named: T): T => ({ ...named, name: plainName(named.name, framework) });
  const areas = framework.areas.map((area) => ({ ...plain(area), competencies: area.competencies.map(plain) }));
  return { ...framework, areas };
}
