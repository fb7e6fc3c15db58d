// The pages from the talk on, apart from those a phone needs on joining: fetched once the first page stands, so that
// the door opens quickly and the rest is there before anybody needs it.
import type { Component } from 'svelte';
import '$lib/words-talk';
import Bring from '../earlier/Bring.svelte';
import LookBack from '../earlier/LookBack.svelte';
import Actions from './Actions.svelte';
import Card from './Card.svelte';
import Discuss from './Discuss.svelte';
import type { Here } from './here.svelte';
import Left from './Left.svelte';
import Notes from './Notes.svelte';
import type { Page } from './pages';
import RecordPage from './Record.svelte';
import Rescore from './Rescore.svelte';
import Sheet from './Sheet.svelte';
import Thanks from './Thanks.svelte';
import WayBack from './WayBack.svelte';

/** By page; and the page of somebody who left. */
export const LATER: Partial<Record<Page | 'left', Component<{ here: Here; arg: string }>>> = {
  left: Left, discuss: Discuss, card: Card, notes: Notes, rescore: Rescore, actions: Actions, record: RecordPage, sheet: Sheet, thanks: Thanks, 'way-back': WayBack, bring: Bring, 'look-back': LookBack,
};
