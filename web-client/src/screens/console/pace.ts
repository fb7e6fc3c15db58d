// Plan against actual, and how the hour divides. Pure: it is handed the plan, where the group is and the server's
// time, all in ms. Time is advice, so nothing here moves anything.
import type { DeskPlan, Stage } from '$lib/protocol';
import type { WordKey } from '$lib/words';

const MINUTE_MS = 60_000;

export const STAGES: Stage[] = ['lobby', 'area', 'competencies', 'rate', 'discuss', 'rescore', 'actions', 'closed'];

/** The stages as the rail names them. */
export const RAIL: Record<Stage, WordKey> = {
  lobby: 'console.rail.lobby', area: 'console.rail.area', competencies: 'console.rail.competencies', rate: 'console.rail.rate',
  discuss: 'console.rail.discuss', rescore: 'console.rail.rescore', actions: 'console.rail.actions', closed: 'console.rail.closed',
};

export interface Pace {
  /** Whole minutes, stage by stage. */
  stages: { stage: Stage; took: number; plan: number }[];
  /** Whole minutes that are over. */
  soFar: number;
  /** Whole minutes planned in all. */
  planned: number;
  /** Minutes over plan when the rest goes as planned; negative when ahead. */
  late: number;
  /** When it ends if the rest goes as planned: ms on the server's clock. */
  endsAt: number;
  /** Nobody has come yet: the clock has not begun. */
  idle: boolean;
}

/** `at`: ms on the server's clock. */
export function pace(plan: DeskPlan, now: Stage, at: number): Pace {
  const here = STAGES.indexOf(now);
  const running = plan.since === null ? 0 : Math.max(0, at - plan.since);
  const took = (stage: Stage) => (plan.stages.find((one) => one.stage === stage)?.took ?? 0) + (stage === now ? running : 0);
  const minutes = (stage: Stage) => plan.stages.find((one) => one.stage === stage)?.minutes ?? 0;

  const soFar = STAGES.reduce((sum, stage) => sum + took(stage), 0);
  const planned = STAGES.reduce((sum, stage) => sum + minutes(stage), 0);
  const toCome = now === 'closed' ? [] : STAGES.slice(here);
  const left = toCome.reduce((sum, stage) => sum + Math.max(0, minutes(stage) * MINUTE_MS - took(stage)), 0);
  return {
    stages: STAGES.map((stage) => ({ stage, took: Math.round(took(stage) / MINUTE_MS), plan: minutes(stage) })),
    soFar: Math.round(soFar / MINUTE_MS),
    planned,
    late: Math.round((soFar + left) / MINUTE_MS) - planned,
    endsAt: at + left,
    idle: plan.since === null && soFar === 0,
  };
}

/** The method's hour, divided: "7:30" for each turn, in minutes and seconds. */
export function each(people: number, competencies: number, minutes: number): string {
  const seconds = Math.floor((minutes * 60) / Math.max(1, people * competencies));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** From so many turns on, fewer competencies are suggested (EXPERIENCE, stage 2). */
export const BRISK_TURNS = 12;
