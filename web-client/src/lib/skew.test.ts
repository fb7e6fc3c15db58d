import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Skew } from './skew.svelte';

const AHEAD = 5_000;
const HOUR = 3_600_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the server’s time', () => {
  it('is no further from it than the quickest frame took', () => {
    const skew = new Skew();
    skew.told(Date.now() + AHEAD - 300);
    skew.asks();
    vi.advanceTimersByTime(100);
    skew.answered(Date.now() + AHEAD - 50);
    expect(skew.ms).toBe(AHEAD - 50);
    skew.asks();
    vi.advanceTimersByTime(2_000);
    skew.answered(Date.now() + AHEAD - 1_900);
    expect(skew.ms, 'a slow answer says nothing new').toBe(AHEAD - 50);
  });

  for (const hours of [2, -2]) {
    it(`stands again when this device’s clock is put ${hours} h on`, () => {
      const skew = new Skew();
      skew.told(Date.now() + AHEAD);
      vi.setSystemTime(Date.now() + hours * HOUR);
      const server = () => Date.now() + AHEAD - hours * HOUR;
      skew.asks();
      vi.advanceTimersByTime(40);
      skew.answered(server());
      expect(Math.abs(Date.now() + skew.ms - server())).toBeLessThanOrEqual(40);
    });
  }

  it('is taken as it comes from one who was not asked', () => {
    const skew = new Skew();
    skew.answered(Date.now() + AHEAD);
    expect(skew.ms).toBe(AHEAD);
  });
});
