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
  /** Whole minutes of the plan that are left; below zero when it is used up. */
  left: number;
  /** Nobody has come yet: the clock has not begun. */
  idle: boolean;
}

const minutesOf = (plan: DeskPlan, stage: Stage) => plan.stages.find((one) => one.stage === stage)?.minutes ?? 0;

/** Minutes a stage has taken so far, in ms; the running stretch included. */
function tookBy(plan: DeskPlan, now: Stage, at: number): (stage: Stage) => number {
  const running = plan.since === null ? 0 : Math.max(0, at - plan.since);
  return (stage) => (plan.stages.find((one) => one.stage === stage)?.took ?? 0) + (stage === now ? running : 0);
}

/** `at`: ms on the server's clock. */
export function pace(plan: DeskPlan, now: Stage, at: number): Pace {
  const here = STAGES.indexOf(now);
  const took = tookBy(plan, now, at);
  const minutes = (stage: Stage) => minutesOf(plan, stage);

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
    left: Math.round(planned - soFar / MINUTE_MS),
    idle: plan.since === null && soFar === 0,
  };
}

export interface Spread {
  /** What `plan` would be sent: only the stages that change. */
  minutes: Partial<Record<Stage, number>>;
  /** The stages still to come or under way, as they would be planned. */
  stages: { stage: Stage; minutes: number }[];
  /** When it would end: ms on the server's clock. */
  endsAt: number;
  /** The overrun is made up whole. */
  whole: boolean;
}

/** No stage is shortened below this many minutes: less is no stage. */
const SHORTEST = 1;

/**
 * Suggests minutes for what is left, so that the whole ends when it was planned to: each stage gives in proportion to
 * what it has left. Stages that are over count as they took. Null when the group is not behind, or nothing can give.
 */
export function spread(plan: DeskPlan, now: Stage, at: number): Spread | null {
  const here = STAGES.indexOf(now);
  const { late } = pace(plan, now, at);
  if (late <= 0 || now === 'closed') return null;
  const took = tookBy(plan, now, at);
  const gone = (stage: Stage) => Math.round(took(stage) / MINUTE_MS);

  const open = STAGES.slice(here).filter((stage) => stage === now || minutesOf(plan, stage) > 0);
  const left = new Map(open.map((stage) => [stage, Math.max(0, minutesOf(plan, stage) - gone(stage))]));
  const give = new Map(open.map((stage) => [stage, Math.max(0, (left.get(stage) ?? 0) - (stage === now && gone(stage) >= SHORTEST ? 0 : SHORTEST))]));
  const most = [...give.values()].reduce((sum, minutes) => sum + minutes, 0);
  if (most === 0) return null;
  const cuts = shares(give, Math.min(late, most));

  const minutes: Spread['minutes'] = {};
  const set = (stage: Stage, to: number) => {
    if (to !== minutesOf(plan, stage)) minutes[stage] = to;
  };
  for (const stage of STAGES.slice(0, here)) set(stage, gone(stage));
  const stages = open.map((stage) => ({ stage, minutes: Math.max(gone(stage), minutesOf(plan, stage)) - (cuts.get(stage) ?? 0) }));
  for (const one of stages) set(one.stage, one.minutes);
  const toCome = stages.reduce((sum, one) => sum + one.minutes - (one.stage === now ? gone(now) : 0), 0);
  return { minutes, stages, endsAt: at + toCome * MINUTE_MS, whole: most >= late };
}

/** Divides `total` in proportion to the weights, in whole minutes; what is left over goes to the largest remainders. */
function shares(weights: Map<Stage, number>, total: number): Map<Stage, number> {
  const sum = [...weights.values()].reduce((all, weight) => all + weight, 0);
  const exact = [...weights].map(([stage, weight]) => ({ stage, share: (total * weight) / sum }));
  const whole = new Map(exact.map(({ stage, share }) => [stage, Math.floor(share)]));
  let over = total - [...whole.values()].reduce((all, share) => all + share, 0);
  for (const { stage, share } of exact.toSorted((a, b) => (b.share % 1) - (a.share % 1))) {
    if (over === 0) break;
    if (share % 1 === 0) continue;
    whole.set(stage, (whole.get(stage) ?? 0) + 1);
    over -= 1;
  }
  return whole;
}

/** From so many minutes left on, a console suggests the re-score once: re-score, actions and close take about as long. */
export const SOON_MINUTES = 20;

/** The method's hour, divided: "7:30" for each turn, in minutes and seconds. */
export function each(people: number, competencies: number, minutes: number): string {
  const seconds = Math.floor((minutes * 60) / Math.max(1, people * competencies));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** From so many turns on, fewer competencies are suggested (EXPERIENCE, stage 2). */
export const BRISK_TURNS = 12;
