import { expect, it } from 'vitest';
import { wordy } from './wordy';

const themes = (count: number, length: number) => Array.from({ length: count }, (_, i) => ({ theme: String(i), kind: 'theme' as const, text: 'x'.repeat(length), agreed: true }));

it('makes room for many and long themes', () => {
  expect([wordy([]), wordy(themes(3, 40)), wordy(themes(6, 60)), wordy(themes(12, 200))]).toEqual(['beside', 'beside', 'two', 'small']);
});
