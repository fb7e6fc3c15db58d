// The stages in the method's order, and how they are counted on a screen.
import type { Stage } from './protocol';

export const STAGES = ['lobby', 'area', 'competencies', 'rate', 'discuss', 'rescore', 'actions', 'closed'] as const satisfies readonly Stage[];

/** Arriving is 0 and is not counted; choosing an area is 1, closing is the last. */
export function stageNumber(stage: Stage): number {
  return STAGES.indexOf(stage);
}

export const COUNTED = STAGES.length - 1;
