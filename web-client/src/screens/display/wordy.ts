// How large the group's themes can stand on the big screen. Pure.
import type { GroupTheme } from '$lib/protocol';

/** Characters that fit beside the table; and in two columns without it. */
const BESIDE = 240;
const WIDE = 700;
/** What a line of its own takes, in characters. */
const LINE = 30;

/** beside: with the table · two: two columns, no table · small: in smaller type too. */
export function wordy(themes: GroupTheme[]): 'beside' | 'two' | 'small' {
  const length = themes.reduce((sum, { text, kind, agreed }) => sum + Math.max(LINE, text.length) + (agreed || kind === 'training' ? LINE : 0), 0);
  return length <= BESIDE ? 'beside' : length <= WIDE ? 'two' : 'small';
}
