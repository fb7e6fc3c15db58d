// The way over the sessions, as figures and words: one step for each session in which its owner scored a competency, and
// one for this session. Drawing is parts/Way.svelte's; what may be seen is the server's: it gives no score too early.
import '$lib/words-earlier';
import type { EarlierSession, MineCarried, MineRow } from '$lib/protocol';
import { date, month, t } from '$lib/words';

export interface Step {
  key: string;
  /** "22 November 2026", or "This time". */
  when: string;
  first: number | null;
  after: number | null;
}

/** The key of the step that is this session. */
export const NOW = 'now';

/** Oldest first, this session last; empty where no earlier session has that competency. */
export function stepsOf(earlier: readonly EarlierSession[], row: MineRow): Step[] {
  const before = [...earlier]
    .sort((a, b) => a.on.localeCompare(b.on))
    .flatMap(({ sheet, on, scores }) => {
      const score = scores[row.competency];
      return score && (score.first !== null || score.after !== null) ? [{ key: sheet, when: date(on), first: score.first, after: score.after }] : [];
    });
  if (before.length === 0) return [];
  const now = row.score === null && row.rescore === null ? [] : [{ key: NOW, when: t('earlier.way.now'), first: row.score, after: row.rescore }];
  return [...before, ...now];
}

/** "In November: 4, then 6. Now: 5." Two sessions in one month are told apart by their days. */
export function said(earlier: readonly EarlierSession[], steps: readonly Step[], today: string): string {
  const on = new Map(earlier.map((session) => [session.sheet, session.on]));
  const months = steps.map(({ key }) => on.get(key)?.slice(0, 7));
  const when = ({ key }: Step, i: number) => {
    const day = on.get(key);
    if (day === undefined) return t('earlier.said.now');
    const alone = months.filter((one) => one === months[i]).length === 1;
    return alone ? t('earlier.in', { month: month(day, day.slice(0, 4) === today.slice(0, 4)) }) : t('earlier.on.day', { date: date(day) });
  };
  return steps.map((step, i) => one(when(step, i), step)).join(' ');
}

function one(when: string, { first, after }: Step): string {
  if (first !== null && after !== null) return t('earlier.said.both', { when, first, after });
  return t('earlier.said', { when, first: first ?? after ?? '' });
}

/** What is due stands first, then what comes sooner; answering one moves none. */
export function inOrder(carried: Record<string, MineCarried>): MineCarried[] {
  return Object.values(carried).sort((a, b) => Number(b.due) - Number(a.due) || (a.review ?? '').localeCompare(b.review ?? '') || a.order - b.order);
}
