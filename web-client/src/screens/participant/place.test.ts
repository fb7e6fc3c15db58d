// What a break does to the page somebody is on: whoever writes keeps it, everybody else gets the break's own page.
import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '$lib/words-talk';
import type { Stage } from '$lib/protocol';
import { Follow } from '$lib/stay.svelte';
import { example, mine, room, type Example } from './example';
import { home } from './pages';
import Place from './Place.svelte';

let its: Example;

beforeEach(() => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined)); // no server here
  window.scrollTo = () => undefined;
  window.scrollBy = () => undefined;
  its = example({ room: room('rate'), mine: mine() });
  render(Place, { here: its.here, follow: new Follow<Stage>('rate'), place: home('rate'), onjoin: () => undefined });
});
afterEach(() => {
  its.here.close();
  vi.unstubAllGlobals();
});

const pause = async () => {
  its.changes({ room: { clock: { endsAt: null, left: null, paused: true, until: null } } });
  await tick();
};

describe('a break', () => {
  it('leaves field, caret and words to somebody who is writing', async () => {
    const field = screen.getByRole<HTMLTextAreaElement>('textbox');
    field.focus();
    field.value = 'half a sen';
    await pause();
    expect([document.activeElement, field.isConnected, field.value]).toEqual([field, true, 'half a sen']);
    expect(screen.queryByRole('button', { name: 'Carry on writing' })).toBeNull();
  });

  it('takes the page of everybody else, and offers the way back', async () => {
    await pause();
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.getByRole('button', { name: 'Carry on writing' })).toBeTruthy();
  });
});
