import { expect, it } from 'vitest';
import '$lib/words-display';
import { timeInWords } from './time';

it.each([[48, 'About 50 minutes left'], [31, 'About half an hour left'], [13, 'About 15 minutes left'], [7, 'About 7 minutes left'], [1, 'About 1 minute left'], [0, 'A little over time, no rush'], [-4, 'A little over time, no rush']])('says %i minutes as people do', (minutes, words) => {
  expect(timeInWords(minutes)).toBe(words);
});
