// The stages in the method's order, and how they are counted on a screen.
import type { Room, Stage } from './protocol';

export const STAGES = ['lobby', 'area', 'competencies', 'rate', 'discuss', 'rescore', 'actions', 'closed'] as const satisfies readonly Stage[];

/** Arriving is 0 and is not counted; choosing an area is 1, closing is the last. */
export function stageNumber(stage: Stage): number {
  return STAGES.indexOf(stage);
}

/** Stages long enough for people to be told how much time is left. */
export const isTimed = (stage: Stage) => stageNumber(stage) >= stageNumber('rate') && stage !== 'closed';

export const COUNTED = STAGES.length - 1;

const isKnown = (stage: Stage) => STAGES.includes(stage);

/** Where the group is, as far as these pages know: at a stage that only newer ones have, they stay where they were. */
export function known(next: Room['stage'], before: Room['stage'] = { now: 'lobby', furthest: 'lobby' }): Room['stage'] {
  if (!isKnown(next.now)) return before;
  return isKnown(next.furthest) ? next : { ...next, furthest: 'closed' };
}
