// What a participant's pages promise: private until shown, one press to show, nothing asked, nothing lost.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '$lib/words-talk';
import { settings } from '$lib/settings.svelte';
import type { Room } from '$lib/protocol';
import Actions from './Actions.svelte';
import Area from './Area.svelte';
import { CHOSEN, example, mine, room, row, type Example } from './example';
import Listen from './Listen.svelte';
import Notes from './Notes.svelte';
import { home, isBack, placeOf, stageOf } from './pages';
import Rate from './Rate.svelte';
import RateOne from './RateOne.svelte';
import RecordPage from './Record.svelte';
import RescoreOne from './RescoreOne.svelte';
import Speak from './Speak.svelte';

let its: Example;
const [C = ''] = CHOSEN;
const button = (name: RegExp | string) => screen.getByRole('button', { name });
const turnOf = (participant: string): Partial<Room> => ({ turn: { now: { participant, competency: C, part: 'speak' }, next: null } });

beforeEach(() => {
  sessionStorage.clear();
  vi.stubGlobal('fetch', () => new Promise(() => undefined)); // no server here
  window.scrollTo = () => undefined;
});
afterEach(() => {
  its.here.close();
  settings.covered = false;
  vi.unstubAllGlobals();
});

describe('places', () => {
  its = example({ room: room('lobby'), mine: mine() });

  it('follow the group unless the address names a page that is open', () => {
    expect(placeOf('', 'discuss', 'discuss')).toEqual({ page: 'discuss', arg: '' });
    expect(placeOf('rate.2', 'discuss', 'discuss')).toEqual({ page: 'rate', arg: '2' });
    expect(placeOf('actions', 'rate', 'rate')).toEqual({ page: 'rate', arg: '' });
    expect(placeOf('constructor', 'rate', 'rate')).toEqual({ page: 'rate', arg: '' });
    expect(home('closed')).toEqual({ page: 'sheet', arg: '' });
  });

  it('know their stage and which way the group went', () => {
    expect(stageOf({ page: 'sheet', arg: '' }, 'discuss')).toBe('discuss');
    expect(stageOf({ page: 'rate', arg: '' }, 'discuss')).toBe('rate');
    expect(isBack('discuss', 'rate')).toBe(true);
  });
});

describe('rating, interrupted', () => {
  const heading = () => screen.getByRole('heading', { level: 1 }).textContent;

  it('goes on with the competency that was being written about', () => {
    its = example({ room: room('rate'), mine: mine({ rows: { [C]: row(C, { score: 4 }) } }) });
    const first = render(Rate, { here: its.here, arg: '1' });
    const before = heading();
    first.unmount(); // a break
    const again = render(Rate, { here: its.here, arg: '' });
    expect(heading()).toBe(before);
    again.unmount();
    its.changes({ room: { stage: { now: 'discuss', furthest: 'discuss' } } });
    render(Rate, { here: its.here, arg: '' });
    expect(heading()).not.toBe(before); // the group has moved: what is still open comes first
  });

  it('goes on with it after the page was loaded again', () => {
    its = example({ room: room('rate'), mine: mine({ rows: { [C]: row(C, { score: 4 }) } }) });
    const first = render(Rate, { here: its.here, arg: '1' });
    const before = heading();
    first.unmount();
    its.here.close();
    its = example({ room: room('rate'), mine: mine({ rows: { [C]: row(C, { score: 4 }) } }) });
    render(Rate, { here: its.here, arg: '' });
    expect(heading()).toBe(before);
  });
});

describe('coming late', () => {
  it('is noticed once, on coming in with nothing written', () => {
    its = example({ room: room('discuss'), mine: mine() });
    expect(its.here.late).toBe(true);
    its.here.close();
    its = example({ room: room('discuss'), mine: mine({ rows: { [C]: row(C, { declined: true }) } }) });
    expect(its.here.late).toBe(false);
  });
});

describe('choosing', () => {
  it('takes two picks, and says in words that a third is one too many', async () => {
    its = example({ room: room('area', { choice: { area: null, competencies: [] } }), mine: mine({ preferences: { areas: ['values-and-attitudes'], ratherNot: [], competencies: [] } }) });
    render(Area, { here: its.here, arg: '' });
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Trauma-informed approach' }));
    expect(its.sent().at(-1)).toEqual({ type: 'preferAreas', areas: ['values-and-attitudes', 'trauma-informed-approach'], ratherNot: [] });
    const third = screen.getByRole('checkbox', { name: 'Building trusting relationships' });
    await fireEvent.click(third);
    expect(third).toHaveProperty('checked', false);
    expect(screen.getByText(/Take one off first/)).toBeTruthy();
  });
});

describe('rating', () => {
  function open() {
    const [competency] = its.here.competencies;
    if (!competency) throw new Error('nothing chosen');
    render(RateOne, { here: its.here, competency, step: 1, of: 3, onnext: () => undefined });
  }

  it('saves a press at once, and takes it back when the server refuses', async () => {
    its = example({ room: room('rate'), mine: mine({ rows: { [C]: row(C, { score: 4 }) } }) });
    open();
    await fireEvent.click(screen.getByRole('radio', { name: '7' }));
    expect(its.sent()).toEqual([{ type: 'rate', competency: C, score: 7 }]);
    expect(screen.getByText('Saved on this phone')).toBeTruthy();
    its.answers({ type: 'scoreFinal', shown: true });
    await tick();
    await tick();
    expect(screen.getByRole('radio', { name: '4' })).toHaveProperty('checked', true);
    expect(screen.getByText(/Take it back first/)).toBeTruthy();
  });

  it('lets words alone be the answer', async () => {
    its = example({ room: room('rate'), mine: mine() });
    open();
    await fireEvent.click(button('I’d rather use words than numbers'));
    await tick();
    expect(its.sent()).toEqual([{ type: 'decline', competency: C, declined: true }]);
    expect(screen.queryByRole('radio')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('textbox'));
  });

  it('holds neither score nor words in sight while covered', async () => {
    its = example({ room: room('rate'), mine: mine({ rows: { [C]: row(C, { score: 4, reason: 'mine alone' }) } }) });
    open();
    await fireEvent.click(button(/^Cover/));
    expect(screen.queryByRole('radio')).toBeNull();
    expect(screen.getByLabelText<HTMLTextAreaElement>(/What made you/).inert).toBe(true);
  });
});

describe('one’s own turn', () => {
  const written = mine({ rows: { [C]: row(C, { score: 4, reason: 'as I wrote it' }) } });

  it('starts with everything off, names who will see it, and sends only what is on (T2, T3, T25)', async () => {
    its = example({ room: room('discuss', turnOf('me')), mine: written });
    render(Speak, { here: its.here, competency: C });
    expect(screen.getByText(/^Priya, Sam and Morgan will see/)).toBeTruthy();
    for (const one of screen.getAllByRole('switch')) expect(one).toHaveProperty('checked', false);
    await fireEvent.click(button('Show this to the group'));
    expect(its.sent()).toEqual([]);
    await fireEvent.click(screen.getByRole('switch', { name: 'My reason' }));
    await fireEvent.click(button('Show this to the group'));
    expect(its.sent()).toEqual([{ type: 'show', competency: C, reason: true, was: { reason: written.rows[C]?.reason } }]);
  });

  it('offers the big screen only while there is one', async () => {
    its = example({ room: room('discuss', turnOf('me')), mine: written });
    render(Speak, { here: its.here, competency: C });
    expect(screen.queryByText('Also on the big screen')).toBeNull();
    its.changes({ room: { screen: { display: true, facilitatorAway: null } } });
    await tick();
    await fireEvent.click(screen.getByRole('switch', { name: 'My score' }));
    await fireEvent.click(screen.getByRole('switch', { name: 'Also on the big screen' }));
    await fireEvent.click(button('Show this to the group'));
    expect(its.sent()).toEqual([{ type: 'show', competency: C, score: true, was: { score: written.rows[C]?.score }, display: true }]);
  });

  it('shows who sees the letter, takes it back, and also shows whoever came later', async () => {
    const shown = { score: null, reason: 'as it was', rescore: null, shift: null, display: false, to: ['p'], changed: true };
    its = example({ room: room('discuss', turnOf('me')), mine: mine({ rows: { [C]: row(C, { score: 4, reason: 'as it is', shown }) } }) });
    render(Speak, { here: its.here, competency: C });
    expect(screen.getByText('as it was')).toBeTruthy();
    expect(screen.getByText('Priya and Morgan see this')).toBeTruthy();
    await fireEvent.click(button(/^Also show Sam/));
    await fireEvent.click(button(/^Show this instead/));
    await fireEvent.click(button(/^Take it back/));
    expect(its.sent()).toEqual([
      { type: 'showTo', competency: C, participant: 's' },
      { type: 'show', competency: C, reason: true, was: { reason: 'as it is' } },
      { type: 'takeBack', competency: C },
    ]);
  });

  it('has room for what the speaker heard, once they talk: private, and one press from an action', async () => {
    its = example({ room: room('discuss', turnOf('me')), mine: mine({ rows: { [C]: row(C, { score: 4, jots: { heard: 'Ring ahead' } }) } }) });
    render(Speak, { here: its.here, competency: C });
    expect(screen.queryByRole('textbox', { name: 'What I heard' })).toBeNull();
    await fireEvent.click(button('I’ll talk without showing'));
    const heard = screen.getByRole('textbox', { name: 'What I heard' });
    expect(heard.closest('.envelope')?.textContent).toContain('Private to you');
    await fireEvent.input(heard, { target: { value: 'Ring ahead, then write' } });
    await fireEvent.blur(heard);
    expect(its.sent()).toEqual([{ type: 'jot', competency: C, box: 'heard', text: 'Ring ahead, then write', was: 'Ring ahead' }]);
    expect(button('Write an action')).toBeTruthy();
  });

  it('is passed or put off with one press (T7)', async () => {
    its = example({ room: room('discuss', turnOf('me')), mine: written });
    render(Speak, { here: its.here, competency: C });
    await fireEvent.click(button('Go later'));
    await fireEvent.click(button('Pass this one'));
    expect(its.sent()).toEqual([{ type: 'later', competency: C }, { type: 'pass', competency: C }]);
  });
});

describe('somebody else’s turn', () => {
  it('keeps a draft, sends it by a press, and can take it back', async () => {
    its = example({ room: room('discuss', turnOf('p')), mine: mine() });
    render(Listen, { here: its.here, turn: { participant: 'p', competency: C } });
    const box = screen.getByRole('textbox', { name: 'A strength I heard' });
    await fireEvent.input(box, { target: { value: 'You listened' } });
    await fireEvent.click(button(/^Send to Priya/));
    expect(its.sent()).toEqual([
      { type: 'feedback', to: 'p', competency: C, kind: 'strength', text: 'You listened', draft: true, was: '' },
      { type: 'feedback', to: 'p', competency: C, kind: 'strength', text: 'You listened' },
    ]);
    its.changes({ mine: { sent: [{ to: 'p', competency: C, kind: 'strength', draft: null, text: 'You listened' }] } });
    its.answers();
    await tick();
    await tick();
    await fireEvent.click(button(/^Take it back/));
    expect(its.sent().at(-1)).toEqual({ type: 'feedback', to: 'p', competency: C, kind: 'strength', text: null });
  });

  it('tells the facilitator about a note only when its owner says so (T17)', async () => {
    const note = { feedback: 'f', from: 'p', name: 'Priya', competency: C, kind: 'training' as const, text: 'A course', kept: true, told: false };
    its = example({ room: room('discuss'), mine: mine({ received: [note] }) });
    render(Notes, { here: its.here, arg: '' });
    await fireEvent.click(button(/^Set aside/));
    await fireEvent.click(button(/^Tell Morgan/));
    expect(its.sent()).toEqual([{ type: 'keepFeedback', feedback: 'f', kept: false }, { type: 'keepFeedback', feedback: 'f', kept: true, tellFacilitator: true }]);
  });
});

describe('re-scoring', () => {
  it('has nothing chosen, and keeps or changes by a press', async () => {
    its = example({ room: room('rescore'), mine: mine({ rows: { [C]: row(C, { score: 4 }) } }) });
    const [competency] = its.here.competencies;
    if (!competency) throw new Error('nothing chosen');
    render(RescoreOne, { here: its.here, competency, step: 1, of: 3, onnext: () => undefined });
    expect(screen.queryByRole('radio', { checked: true })).toBeNull();
    await fireEvent.click(screen.getByRole('radio', { name: 'Keep it at 4' }));
    await fireEvent.click(screen.getByRole('radio', { name: 'Change it' }));
    expect(screen.getByRole('radio', { name: '4, where you started' })).toHaveProperty('checked', false);
    await fireEvent.click(screen.getByRole('radio', { name: '6' }));
    expect(its.sent().map((command) => ('score' in command ? command.score : undefined))).toEqual([4, null, 6]);
  });
});

describe('actions', () => {
  it('says which date can’t be, in words, and where', async () => {
    its = example({ room: room('actions'), mine: mine() });
    render(Actions, { here: its.here, arg: 'new' });
    await fireEvent.click(button('Done'));
    expect(screen.getByText(/finish without one/)).toBeTruthy();
    await fireEvent.input(screen.getByRole('textbox', { name: 'What’s one thing you’ll do?' }), { target: { value: 'Ask Priya' } });
    await fireEvent.click(screen.getByRole('radio', { name: 'Another date' }));
    for (const [name, value] of [['Day', '31'], ['Month', '2'], ['Year', '2027']] as const) await fireEvent.input(screen.getByRole('textbox', { name }), { target: { value } });
    await fireEvent.click(button('Done'));
    expect(screen.getByRole('alert').textContent).toContain('must be a real date');
    await fireEvent.click(screen.getByRole('radio', { name: /In 8 weeks/ }));
    expect(its.sent().some((command) => command.type === 'act' && typeof command.review === 'string')).toBe(true);
  });
});

describe('the record', () => {
  it('begins with all off and puts in line by line, with the words as they are in', async () => {
    const action = { action: 'a', order: 0, text: 'New words', competency: null, review: null };
    its = example({
      room: room('closed'),
      mine: mine({ actions: { a: action }, record: { answered: true, name: false, shown: [], actions: [{ action: 'a', text: 'Old words', competency: null, review: null, changed: true }] } }),
    });
    render(RecordPage, { here: its.here, arg: '' });
    expect(screen.getByRole('switch', { name: 'My name' })).toHaveProperty('checked', false);
    expect(screen.getByRole('switch', { name: 'My action' })).toHaveProperty('checked', true);
    expect(screen.getByText('Old words')).toBeTruthy();
    await fireEvent.click(button('Put the new words in'));
    await fireEvent.click(screen.getByRole('switch', { name: 'My name' }));
    expect(its.sent()).toEqual([
      { type: 'record', shown: {}, actions: { a: true }, to: { who: 'here' } },
      { type: 'record', shown: {}, actions: {}, name: true, to: { who: 'here' } },
    ]);
  });
});
