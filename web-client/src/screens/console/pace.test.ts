import { describe, expect, it } from 'vitest';
import type { DeskPlan } from '$lib/protocol';
import { each, pace, spread, STAGES } from './pace';

const MINUTES = [4, 2, 3, 8, 60, 5, 5, 3];
const min = (n: number) => n * 60_000;
const plan = (took: number[], since: number | null): DeskPlan => ({
  stages: STAGES.map((stage, i) => ({ stage, minutes: MINUTES[i] ?? 0, took: min(took[i] ?? 0) })),
  since,
});

describe('pace', () => {
  it('says nothing took time before anybody came', () => {
    expect(pace(plan([], null), 'lobby', min(100))).toMatchObject({ idle: true, soFar: 0, planned: 90, late: 0, endsAt: min(190) });
  });

  it('adds the running stretch to the present stage', () => {
    const now = pace(plan([5, 3, 3, 9, 20], min(100)), 'discuss', min(106));
    expect(now.stages[4]).toEqual({ stage: 'discuss', took: 26, plan: 60 });
    expect(now).toMatchObject({ soFar: 46, late: 3, endsAt: min(106 + 34 + 13), idle: false });
  });

  it('is ahead when stages took less, and never because the present one is young', () => {
    expect(pace(plan([1, 1], min(10)), 'competencies', min(10)).late).toBe(-4);
  });

  it('counts what the present stage is over its plan', () => {
    expect(pace(plan([4, 2, 3, 11], null), 'rate', 0).late).toBe(3);
  });

  it('knows nothing to come once closed', () => {
    expect(pace(plan([4, 2, 3, 8, 60, 5, 5], null), 'closed', min(7)).endsAt).toBe(min(7));
  });
});

describe('spreading an overrun', () => {
  const after = (before: DeskPlan, minutes: Partial<Record<string, number>>): DeskPlan => ({ ...before, stages: before.stages.map((one) => ({ ...one, minutes: minutes[one.stage] ?? one.minutes })) });

  it('offers nothing on plan or ahead of it', () => {
    expect(spread(plan([4, 2, 3, 8], min(17)), 'discuss', min(17))).toBeNull();
    expect(spread(plan([1, 2, 3, 8], min(17)), 'discuss', min(17))).toBeNull();
    expect(spread(plan([9, 9, 9, 9, 90], null), 'closed', 0)).toBeNull();
  });

  it('ends when it was planned to, with most of it from the longest stage', () => {
    const late = plan([5, 3, 3, 12, 0], min(100));
    const offer = spread(late, 'discuss', min(100));
    expect(offer).toMatchObject({ whole: true, endsAt: min(100 + 90 - 23) });
    expect(offer?.stages).toEqual([{ stage: 'discuss', minutes: 55 }, { stage: 'rescore', minutes: 4 }, { stage: 'actions', minutes: 5 }, { stage: 'closed', minutes: 3 }]);
    expect(pace(after(late, offer?.minutes ?? {}), 'discuss', min(100))).toMatchObject({ planned: 90, late: 0, endsAt: offer?.endsAt });
  });

  it('shortens what comes after a stage that is over by itself', () => {
    const late = plan([4, 2, 3, 8, 63], null);
    const offer = spread(late, 'discuss', min(0));
    expect(offer?.minutes).toEqual({ discuss: 63, rescore: 4, actions: 4, closed: 2 });
    expect(pace(after(late, offer?.minutes ?? {}), 'discuss', 0).late).toBe(0);
  });

  it('leaves every stage a minute, and says when that is not enough', () => {
    const offer = spread(plan([4, 2, 3, 8, 90], null), 'discuss', 0);
    expect(offer).toMatchObject({ whole: false, endsAt: min(3) });
    expect(offer?.minutes).toEqual({ discuss: 90, rescore: 1, actions: 1, closed: 1 });
  });

  it('never takes from what a stage has used already', () => {
    const late = plan([20, 2, 3, 8, 50], null);
    const offer = spread(late, 'discuss', 0);
    expect(offer?.stages[0]?.minutes).toBeGreaterThanOrEqual(50);
    expect(pace(after(late, offer?.minutes ?? {}), 'discuss', 0).late).toBe(0);
  });

  it('is nothing once nothing can give', () => {
    expect(spread(plan([4, 2, 3, 8, 60, 5, 9], null), 'actions', 0)?.minutes).toEqual({ actions: 9, closed: 1 });
    const spent: DeskPlan = { ...plan([4, 2, 3, 8, 60, 5, 9], null), stages: plan([4, 2, 3, 8, 60, 5, 9], null).stages.map((one) => (one.stage === 'closed' ? { ...one, minutes: 1 } : one)) };
    expect(spread(spent, 'actions', 0)).toBeNull();
  });
});

describe('how the hour divides', () => {
  it.each([[4, 3, '5:00'], [4, 2, '7:30'], [3, 3, '6:40'], [4, 1, '15:00'], [0, 0, '60:00']])('%i people, %i competencies: %s each', (people, competencies, answer) => {
    expect(each(people, competencies, 60)).toBe(answer);
  });
});
