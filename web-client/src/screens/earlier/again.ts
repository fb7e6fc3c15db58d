// Taking an earlier action on again: an ordinary new action that begins with the old one's words. The date is its owner's.
import { uuid } from '$lib/ids';
import type { MineCarried } from '$lib/protocol';
import { router } from '$lib/router.svelte';
import { store } from '$lib/store';
import type { Here } from '../participant/here.svelte';
import { inOrder } from './way';

/** One of this session's actions began with these words, and still has them. */
export function isTaken(here: Here, { text }: MineCarried): boolean {
  return Object.values(here.mine.actions).some((action) => action.text === text);
}

/** Answered as still going or changed, and not taken on again yet. */
export function stillGoing(here: Here): MineCarried[] {
  return inOrder(here.mine.carried).filter((one) => (one.outcome === 'going' || one.outcome === 'changed') && !isTaken(here, one));
}

/** Opens the page of a new action with these words in it: as a draft of this device, which saves itself there. */
export function takeOn(here: Here, { text, competency }: MineCarried): void {
  const id = uuid();
  store.change(here.session.key, (kept) => {
    kept.drafts[`action:${id}`] = { text, was: '' };
  });
  if (competency !== null && here.room.choice.competencies.includes(competency)) void here.save(`action:${id}:towards`, { type: 'act', action: id, competency });
  router.show(`actions.${id}`);
}
