// What the facilitator sends to a phone: a prompt that is said once and moves no focus, and a quiet question.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { example, mine, room, type Example } from './example';
import FromDesk from './FromDesk.svelte';

let its: Example;
const live = document.createElement('p');
live.id = 'live';
const field = document.createElement('textarea');
const button = (name: string) => screen.getByRole('button', { name });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', () => new Promise(() => undefined)); // no server here
  vi.stubGlobal('scrollBy', () => undefined);
  document.body.append(live, field);
  live.textContent = '';
});
afterEach(() => {
  its.here.close();
  live.remove();
  field.remove();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a prompt from the desk', () => {
  const sent = (text: string | null) => ({ room: { prompt: text === null ? null : { competency: null, text } } });
  const heard = () => vi.advanceTimersByTimeAsync(2_000);

  it('stands as one line, is said once, leaves focus and words alone, and goes again', async () => {
    its = example({ room: room('rate'), mine: mine() });
    render(FromDesk, { here: its.here });
    field.focus();
    field.value = 'half a sen';
    its.changes(sent('What helped?'));
    await heard();
    expect(screen.getByText('From your facilitator: “What helped?”', { ignore: '#live' })).toBeTruthy();
    expect(live.textContent).toBe('From your facilitator: “What helped?”');
    expect([document.activeElement, field.value]).toEqual([field, 'half a sen']);
    live.textContent = '';
    its.changes({ room: { title: 'Another title' } });
    await heard();
    expect(live.textContent).toBe('');
    its.changes(sent(null));
    await heard();
    expect(screen.queryByText(/^From your facilitator/, { ignore: '#live' })).toBeNull();
  });

  it('is not announced when it stood there before the page came', async () => {
    its = example({ room: room('rate', { prompt: { competency: null, text: 'What helped?' } }), mine: mine() });
    render(FromDesk, { here: its.here });
    await heard();
    expect(screen.getByText(/^From your facilitator/)).toBeTruthy();
    expect(live.textContent).toBe('');
  });
});

describe('"do you need anything?"', () => {
  const me = mine().me;

  it('has three answers ready, each one press, and can be answered anew', async () => {
    its = example({ room: room('rate'), mine: mine() });
    render(FromDesk, { here: its.here });
    expect(screen.queryByRole('button')).toBeNull();
    field.focus();
    its.changes({ mine: { me: { ...me, nudged: true } } });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(document.activeElement).toBe(field);
    expect(live.textContent).toBe('Your facilitator asks you quietly: do you need anything?');
    expect(screen.getAllByRole('button').map((one) => one.textContent)).toEqual(['I’m fine, thank you', 'A little more time, please', 'I’d like to talk']);
    await fireEvent.click(button('A little more time, please'));
    await tick();
    expect(its.sent()).toEqual([{ type: 'reply', answer: 'time' }]);
    its.changes({ mine: { me: { ...me, nudged: true, answer: 'time' } } });
    its.answers();
    await tick();
    expect(screen.getByText('You told your facilitator: “A little more time, please”.')).toBeTruthy();
    await fireEvent.click(button('Change my answer'));
    await fireEvent.click(button('I’m fine, thank you'));
    expect(its.sent().at(-1)).toEqual({ type: 'reply', answer: 'fine' });
  });

  it('goes with its stage', async () => {
    its = example({ room: room('rate'), mine: mine({ me: { ...me, nudged: true } }) });
    render(FromDesk, { here: its.here });
    expect(screen.getAllByRole('button')).toHaveLength(3);
    its.changes({ mine: { me } });
    await tick();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
