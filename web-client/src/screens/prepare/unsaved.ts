// What was typed here and never confirmed: after a reload it has to be seen, so its part of the page stands open.
import { store } from '$lib/store';
import type { Guide } from '../console/guide.svelte';
import type { Part } from './places';

/** How the keys of a part's fields begin. */
const KEYS: Record<Exclude<Part, 'meeting' | 'look'>, string[]> = {
  session: ['prepare.title', 'prepare.facilitator', 'prepare.seats'], plan: ['plan.'], agreed: ['prepare.agreements'], support: ['prepare.support'],
  summary: ['prepare.summaryTo'], kept: ['prepare.keptDays'], prompts: ['prompt:'],
};

/** The keys of the fields of a part that this device keeps a draft of. */
export function unsaved(guide: Guide, part: keyof typeof KEYS): string[] {
  const drafts = Object.keys(store.session(guide.session.key)?.drafts ?? {});
  return drafts.filter((key) => KEYS[part].some((start) => key.startsWith(start)));
}
