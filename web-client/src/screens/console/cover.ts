// Covering the console and uncovering it. The button that does one goes and the other comes, so focus goes with it.
import { tick } from 'svelte';
import type { Guide } from './guide.svelte';

/** The ids of the two buttons; only one of them is ever on the page. */
export const COVER_ID = 'on-screen';
export const UNCOVER_ID = 'uncover';

export async function cover(guide: Guide, covered: boolean): Promise<void> {
  guide.covered = covered;
  await tick();
  document.getElementById(covered ? UNCOVER_ID : COVER_ID)?.focus();
}
