// What a facilitator does with links: a new one is asked for first, a second facilitator gets one of their own, and
// whoever came by that one is offered nothing they may not do. The pocket console makes the same steps.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '$lib/words-console';
import { router } from '$lib/router.svelte';
import ConsoleMenu from './ConsoleMenu.svelte';
import Erase from './Erase.svelte';
import { openDesk, welcome, type Example } from './example';
import GuideWith from './GuideWith.svelte';
import Pocket from './Pocket.svelte';
import WayBack from './WayBack.svelte';

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  router.show('', true);
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network in tests')));
  vi.stubGlobal('scrollTo', () => undefined);
  // jsdom has no dialog that opens.
  HTMLDialogElement.prototype.showModal = function () { this.open = true; };
  HTMLDialogElement.prototype.close = function () { this.open = false; };
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const settle = async () => {
  for (let i = 0; i < 4; i++) await tick();
};
/** The same desk, by the co-facilitator's link. */
function openCo(example: Example) {
  const desk = openDesk(example);
  const frame = welcome(example);
  if (frame.type === 'welcome') desk.socket.says({ ...frame, you: { ...frame.you, co: true } });
  return desk;
}

describe('the way back', () => {
  it('asks before it makes a new link, and says who is out', async () => {
    const { guide, sent } = openDesk({ stage: 'rate' });
    render(WayBack, { guide });
    await press('Make a new link');
    expect(sent()).toEqual([]);
    expect(screen.getByText(/^Make a new link\? Whoever has the old link is out within a second/)).toBe(document.activeElement);
    await press('Yes, make it new');
    expect(sent()).toEqual([{ type: 'newLink', secret: expect.stringMatching(/^[\w-]{43}$/) as string }]);
    expect(screen.queryByRole('button', { name: 'Make a new link' })).toBeNull();
  });

  it('shows the new link once it is done', async () => {
    const { guide, answer } = openDesk({ stage: 'rate' });
    const old = guide.session.secret;
    render(WayBack, { guide });
    await press('Make a new link');
    await press('Yes, make it new');
    answer();
    await settle();
    expect(guide.session.secret).not.toBe(old);
    expect(screen.getByText('This is your new link. The old one opens nothing any more.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Copy my link' })).toBeTruthy();
  });

  it('draws no link while the console is projected', () => {
    const { guide } = openDesk({ stage: 'rate' });
    guide.covered = true;
    render(WayBack, { guide });
    expect(screen.queryByRole('button', { name: /link/ })).toBeNull();
  });
});

describe('somebody to guide beside', () => {
  it('gets a link of their own under their name, and is ended only after a question', async () => {
    const { guide, socket, sent, answer } = openDesk({ stage: 'lobby' });
    render(GuideWith, { guide });
    await fireEvent.input(screen.getByLabelText('What should people call them?'), { target: { value: 'Robin' } });
    await press('Make their link');
    expect(sent()).toEqual([{ type: 'coFacilitator', secret: expect.stringMatching(/^[\w-]{43}$/) as string, name: 'Robin' }]);
    socket.says({ type: 'changed', room: { facilitators: [{ name: 'Morgan' }, { name: 'Robin' }] }, desk: { door: { ...guide.desk.door, co: true } } });
    answer();
    await settle();
    expect(screen.getByText('Robin guides with you.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Copy their link' })).toBe(document.activeElement);
    await press('End their link');
    expect(sent()).toHaveLength(1);
    await fireEvent.click(screen.getAllByRole('button', { name: 'End their link' }).at(-1) as HTMLElement);
    expect(sent().at(-1)).toEqual({ type: 'coFacilitator', secret: null });
  });

  it('leaves the focus where it says that the link is covered', async () => {
    const { guide, socket, answer } = openDesk({ stage: 'lobby' });
    guide.covered = true;
    render(GuideWith, { guide });
    await fireEvent.input(screen.getByLabelText('What should people call them?'), { target: { value: 'Robin' } });
    await press('Make their link');
    socket.says({ type: 'changed', room: { facilitators: [{ name: 'Morgan' }, { name: 'Robin' }] }, desk: { door: { ...guide.desk.door, co: true } } });
    answer();
    await settle();
    expect(document.activeElement).toBe(screen.getByText('Their link stays covered while other people can see your screen.'));
  });

  it('is offered neither links nor the end of the session', () => {
    const { guide } = openCo({ stage: 'rate' });
    render(ConsoleMenu, { guide, open: true });
    expect(screen.queryByText('Ask somebody to guide with you')).toBeNull();
    expect(screen.queryByText('Delete this session')).toBeNull();
    expect(screen.getByText('Keep a way back')).toBeTruthy();
    render(WayBack, { guide });
    expect(screen.queryByRole('button', { name: 'Make a new link' })).toBeNull();
    render(Erase, { guide });
    expect(screen.queryByRole('button', { name: 'Delete everything' })).toBeNull();
    render(GuideWith, { guide });
    expect(screen.queryByRole('button', { name: 'Make their link' })).toBeNull();
  });
});

describe('the pocket console', () => {
  it('has the next step with where it stood, people, a break, undo, and the way to all else', async () => {
    const turn = { participant: 'alex', competency: 'reconcilers' };
    const { guide, sent } = openDesk({
      stage: 'discuss', people: [{ name: 'Alex', hand: true }, { name: 'Sam' }],
      room: { turn: { now: { ...turn, part: 'speak' }, next: { participant: 'sam', competency: 'reconcilers' } } },
      desk: { moves: [{ move: 3, what: { type: 'turn', to: turn } }], waiting: [{ participant: 'jo', name: 'Jo' }] },
    });
    const onfull = vi.fn();
    render(Pocket, { guide, onmenu: () => undefined, onfull });
    expect(screen.getByText('Jo asks to come in')).toBeTruthy();
    await press('Next: Sam');
    await press('Undo: Alex’s turn');
    expect(sent()).toEqual([{ type: 'nextTurn', from: turn }, { type: 'undo', move: 3 }]);
    expect(screen.getByRole('button', { name: 'Take a break' })).toBeTruthy();
    await press('Open the full console');
    expect(onfull).toHaveBeenCalled();
  });
});
