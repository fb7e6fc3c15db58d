// The pages beside the stages that have to do with preparing, as they stand behind `?at=`.
import { router } from '$lib/router.svelte';
import type { Guide } from '../console/guide.svelte';

/** What can be settled; `prepare.agreed` opens that one. */
export type Part = 'session' | 'meeting' | 'look' | 'plan' | 'agreed' | 'support' | 'summary' | 'kept' | 'prompts';
export type Place = 'prepare' | `prepare.${Part}` | 'runsheet' | 'forms';

export const isPrepare = (at: string): boolean => at === 'prepare' || at.startsWith('prepare.');
export const isPrint = (at: string): at is 'runsheet' | 'forms' => at === 'runsheet' || at === 'forms';

/** Opens one of them. */
export function open(guide: Guide, place: Place): void {
  guide.asking = null;
  guide.problem = '';
  router.show(place);
}
