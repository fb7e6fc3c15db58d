// The places of somebody alone, in their order, as they stand behind `?at=`, and when each is open. No drawing.
import type { Stage } from '$lib/protocol';
import { stageNumber } from '$lib/stages';

/** The method's steps as one person takes them; `reflect` stands where a group talks. */
export const STEPS = ['area', 'competencies', 'rate', 'reflect', 'rescore', 'actions', 'sheet'] as const;
export type Step = (typeof STEPS)[number];
/** Pages of no step: one's own link, and what came from earlier sessions. */
const BESIDE = ['way-back', 'bring', 'look-back'] as const;
export type Page = Step | 'done' | (typeof BESIDE)[number];

/** `arg` says which one: "rate.2" is the second competency, "actions.new" a new action. */
export interface Place {
  page: Page;
  arg: string;
}

/** What decides which places are open, and where one is without asking. */
export interface Journey {
  stage: Stage;
  furthest: Stage;
  area: boolean;
  /** How many competencies are chosen. */
  chosen: number;
}

const OF: Record<Step, Stage> = { area: 'area', competencies: 'competencies', rate: 'rate', reflect: 'discuss', rescore: 'rescore', actions: 'actions', sheet: 'closed' };
const EACH: readonly Page[] = ['rate', 'reflect', 'rescore'];

const isBeside = (page: Page): page is (typeof BESIDE)[number] => BESIDE.some((one) => one === page);

/** The stage that place belongs to; a page beside the steps belongs to none. */
export function stageOf(page: Page): Stage | null {
  if (isBeside(page)) return null;
  return page === 'done' ? 'closed' : OF[page];
}

/** The step of a stage. */
export function stepOf(stage: Stage): Step {
  return STEPS.find((step) => OF[step] === stage) ?? 'area';
}

/** Whether somebody who came so far can go there. */
export function isOpen(page: Page, { furthest, area, chosen }: Journey): boolean {
  if (isBeside(page) || page === 'area') return true;
  if (page === 'competencies') return area;
  const stage = stageOf(page);
  return chosen > 0 && stage !== null && stageNumber(stage) <= stageNumber(furthest);
}

/** The place an address names; where the session is when it names none, or one that is not open. */
export function placeOf(at: string, journey: Journey): Place {
  const [page = '', ...rest] = at.split('.');
  const named = [...STEPS, 'done', ...BESIDE].find((one) => one === page) as Page | undefined;
  if (named && isOpen(named, journey)) return { page: named, arg: rest.join('.') };
  const home = stepOf(journey.stage);
  const open = [home, 'competencies' as const].find((one) => isOpen(one, journey)) ?? 'area';
  return { page: open, arg: '' };
}

/** As it stands behind `?at=`. */
export function atOf({ page, arg }: Place): string {
  return arg === '' ? page : `${page}.${arg}`;
}

/** What comes after a place, or before it: one page for each competency, one for every other step. */
export function beside({ page, arg }: Place, chosen: number, by: 1 | -1): Place | null {
  const i = STEPS.findIndex((step) => step === page);
  if (i < 0) return null;
  if (EACH.includes(page)) {
    const next = Number.parseInt(arg, 10) + by;
    if (next >= 1 && next <= chosen) return { page, arg: String(next) };
  }
  const step = STEPS[i + by];
  if (!step) return by === 1 ? { page: 'done', arg: '' } : null;
  if (!EACH.includes(step)) return { page: step, arg: '' };
  return { page: step, arg: by === 1 ? '1' : String(chosen) };
}
