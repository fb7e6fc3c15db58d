import { describe, expect, it } from 'vitest';
import { addDays, addMonths, readDate, today } from './dates';
import { plainName } from './names';

describe('dates', () => {
  it('knows what day it is where the session is', () => {
    const now = Date.parse('2026-11-24T23:30Z');
    expect([today('Europe/London', now), today('Asia/Tokyo', now)]).toEqual(['2026-11-24', '2026-11-25']);
    expect(today('No/Where', now)).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('reckons across months, years and short Februaries', () => {
    expect(addDays('2026-11-24', 28)).toBe('2026-12-22');
    expect(addMonths('2026-11-30', 3)).toBe('2027-02-28');
    expect(addMonths('2026-12-05', 3)).toBe('2027-03-05');
  });

  it('reads what people type, and no day that is none', () => {
    expect(readDate('19', '1', '2027')).toBe('2027-01-19');
    expect(readDate(' 9', '02', '27')).toBe('2027-02-09');
    expect(readDate('31', '2', '2027')).toBeNull();
    expect(readDate('', '1', '2027')).toBeNull();
    expect(readDate('1', 'May', '2027')).toBeNull();
  });
});

describe('names', () => {
  it('stand in sentence case where the framework is ours', () => {
    const ours = { id: 'core-competencies' };
    expect(plainName('Effective Multi-Agency Workers', ours)).toBe('Effective multi-agency workers');
    expect(plainName('Aware of Worker/Client Dynamics', ours)).toBe('Aware of worker/client dynamics');
    expect(plainName('Working in Kent', { id: 'brought' })).toBe('Working in Kent');
  });
});
