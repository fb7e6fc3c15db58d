// The places within a participant's session, as they stand behind `?at=`, and when each is open. No drawing.
import type { Stage } from '$lib/protocol';
import { STAGES, stageNumber } from '$lib/stages';

/** `arg` says which one: "rate.2" is the second competency, "actions.new" a new action. */
export interface Place {
  page: Page;
  arg: string;
}

/** The page, the stage it belongs to, and the first stage in which it is open. */
const PAGES = {
  lobby: { of: 'lobby', from: 'lobby' },
  area: { of: 'area', from: 'area' },
  competencies: { of: 'competencies', from: 'competencies' },
  rate: { of: 'rate', from: 'rate' },
  discuss: { of: 'discuss', from: 'discuss' },
  card: { of: 'discuss', from: 'discuss' },
  notes: { of: 'discuss', from: 'discuss' },
  rescore: { of: 'rescore', from: 'discuss' },
  actions: { of: 'actions', from: 'discuss' },
  record: { of: 'closed', from: 'discuss' },
  sheet: { of: 'closed', from: 'rate' },
  thanks: { of: 'closed', from: 'closed' },
  'way-back': { of: 'closed', from: 'lobby' },
  bring: { of: 'closed', from: 'lobby' },
  'look-back': { of: 'closed', from: 'lobby' },
} as const satisfies Record<string, { of: Stage; from: Stage }>;

export type Page = keyof typeof PAGES;

/** What is of earlier sessions: open at any time, in a break too. */
export const AGAIN: readonly Page[] = ['bring', 'look-back'];

/** What is everybody's own, also for somebody who left. */
export const OWN: readonly Page[] = ['rescore', 'actions', 'record', 'sheet', 'way-back', 'notes', ...AGAIN];

/** What is left in a kept sheet: pages that need nobody else. */
export const KEPT: readonly Page[] = ['rate', 'rescore', 'actions', 'sheet', 'way-back', 'notes', 'look-back'];

/** Where the group is: that stage's own page. */
export function home(stage: Stage): Place {
  return { page: stage === 'closed' ? 'sheet' : stage, arg: '' };
}

/** The place an address names; the group's when it names none, or one that is not open yet. */
export function placeOf(at: string, shown: Stage, furthest: Stage): Place {
  const [page = '', ...rest] = at.split('.');
  if (!Object.hasOwn(PAGES, page) || stageNumber(PAGES[page as Page].from) > stageNumber(furthest)) return home(shown);
  return { page: page as Page, arg: rest.join('.') };
}

/** The stage a place belongs to, as the bar and the window's title name it. */
export function stageOf({ page }: Place, group: Stage): Stage {
  // What is one's own has no stage of its own before the end: the bar goes on saying where the group is.
  return PAGES[page].of === 'closed' ? group : PAGES[page].of;
}

/** The group is somewhere else than this person looks. */
export function isElsewhere({ page }: Place, group: Stage): boolean {
  return PAGES[page].of !== group;
}

/** `to` comes before `from`. */
export function isBack(from: Stage, to: Stage): boolean {
  return STAGES.indexOf(to) < STAGES.indexOf(from);
}
