import { describe, expect, it } from 'vitest';
import type { DeskPlan } from '$lib/protocol';
import { each, pace, STAGES } from './pace';

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

describe('how the hour divides', () => {
  it.each([[4, 3, '5:00'], [4, 2, '7:30'], [3, 3, '6:40'], [4, 1, '15:00'], [0, 0, '60:00']])('%i people, %i competencies: %s each', (people, competencies, answer) => {
    expect(each(people, competencies, 60)).toBe(answer);
  });
});
