// Guiding from the console: turns that are moved, prompts that are sent, the quiet question, the plan that is spread,
// the one suggestion near the end, and what stands on the page while it is projected.
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '$lib/words-console';
import type { DeskPlan, QueuedTurn, Standing } from '$lib/protocol';
import { router } from '$lib/router.svelte';
import { openDesk, THREE, type Example } from './example';
import { STAGES } from './pace';
import Wide from './Wide.svelte';

const live = document.createElement('p');
live.id = 'live';

/** Each test begins an hour after the one before: what was announced there is long past, however slow the machine. */
let hours = 0;
beforeEach(() => {
  vi.useFakeTimers();
  hours += 1;
  vi.setSystemTime(Date.now() + hours * 3_600_000);
  sessionStorage.clear();
  router.show('', true);
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network in tests')));
  vi.stubGlobal('scrollTo', () => undefined);
  document.body.append(live);
  live.textContent = '';
});
afterEach(() => {
  live.remove();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const [ONE = '', TWO = ''] = THREE;
const FOUR = [{ name: 'Alex' }, { name: 'Priya' }, { name: 'Sam' }, { name: 'Pat', paper: true }];
const NAMES = ['alex', 'priya', 'sam', 'pat'];
const due = (participant: string, competency = ONE, standing: Standing = 'due'): QueuedTurn => ({ participant, competency, standing });
const QUEUE = [...NAMES.map((name) => due(name)), ...NAMES.map((name) => due(name, TWO))];
const refs = (turns: QueuedTurn[]) => turns.map(({ participant, competency }) => ({ participant, competency }));
const turns = (queue = QUEUE, by: 'competency' | 'person' = 'competency') => ({ turns: { by, queue, since: null } });

function open(example: Example) {
  const desk = openDesk(example);
  render(Wide, { guide: desk.guide, onmenu: () => undefined });
  const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
  /** The server did it, and says what is different. */
  const does = async (change: object) => {
    desk.socket.says({ type: 'changed', ...change });
    desk.answer();
    await vi.advanceTimersByTimeAsync(2_500);
  };
  return { ...desk, press, does };
}

describe('the queue of turns', () => {
  it('sends the whole list, keeps the focus on the moved row, and says where it is', async () => {
    const { press, sent, does } = open({ stage: 'discuss', people: FOUR, desk: turns() });
    expect(screen.queryByRole('button', { name: 'Move Alex up, Reliable and Consistent' })).toBeNull();
    screen.getByRole('button', { name: 'Move Priya down, Reliable and Consistent' }).focus();
    await press('Move Priya down, Reliable and Consistent');
    const moved = [QUEUE[0], QUEUE[2], QUEUE[1], ...QUEUE.slice(3)] as QueuedTurn[];
    expect(sent()).toEqual([{ type: 'turnOrder', turns: refs(moved) }]);
    await does({ desk: turns(moved) });
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move Priya down, Reliable and Consistent');
    expect(live.textContent).toBe('Priya, Reliable and Consistent: now 3 of 4');
  });

  it('leaves the focus on a button of the row when the one that was pressed is gone', async () => {
    const { press, does } = open({ stage: 'discuss', people: FOUR, desk: turns() });
    screen.getByRole('button', { name: 'Move Sam down, Reliable and Consistent' }).focus();
    await press('Move Sam down, Reliable and Consistent');
    await does({ desk: turns([QUEUE[0], QUEUE[1], QUEUE[3], QUEUE[2], ...QUEUE.slice(4)] as QueuedTurn[]) });
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move Sam up, Reliable and Consistent');
  });

  it('skips in two ways, and explains both', async () => {
    const { press, sent } = open({ stage: 'discuss', people: FOUR, desk: turns() });
    expect(screen.getByText(/^To skip somebody/)).toBeTruthy();
    await press(/^Later: Alex/);
    await press(/^Set aside Priya/);
    expect(sent()).toEqual([
      { type: 'turnOrder', turns: refs([QUEUE[1], QUEUE[2], QUEUE[3], QUEUE[0], ...QUEUE.slice(4)] as QueuedTurn[]) },
      { type: 'park', participant: 'priya', competency: ONE, parked: true },
    ]);
  });

  it('brings back what was set aside', async () => {
    const { press, sent } = open({ stage: 'discuss', people: FOUR, desk: turns([due('alex', ONE, 'parked'), ...QUEUE.slice(1)]) });
    await press(/^Bring back Alex/);
    expect(sent()).toEqual([{ type: 'park', participant: 'alex', competency: ONE, parked: false }]);
  });

  it('goes by person, moves a person with all of theirs, and goes back to the usual order', async () => {
    const byPerson = [due('alex'), due('alex', TWO), due('sam'), due('sam', TWO)];
    const { press, sent } = open({ stage: 'discuss', people: FOUR, desk: { ...turns(byPerson, 'person'), moves: [{ move: 3, what: { type: 'order' } }] } });
    await press('Move all of Sam’s turns up');
    await fireEvent.click(screen.getByLabelText(/^By competency/));
    await press('Back to the usual order');
    await press('Undo the new order');
    expect(sent()).toEqual([
      { type: 'turnOrder', turns: refs([due('sam'), due('sam', TWO), due('alex'), due('alex', TWO)]) },
      { type: 'turnOrder', by: 'competency' },
      { type: 'turnOrder' },
      { type: 'undo', move: 3 },
    ]);
  });
});

describe('prompts', () => {
  const turn = { participant: 'alex', competency: ONE, part: 'speak' as const };
  const added = { prompt: 'p1', competency: ONE, text: 'My own question?' };

  it('are of the competency, then of feedback when the turn is there', async () => {
    const { socket } = open({ stage: 'discuss', people: FOUR, room: { turn: { now: turn, next: null } }, desk: turns() });
    expect(screen.getAllByRole('button', { name: /^Send to phones/ })).toHaveLength(3);
    socket.says({ type: 'changed', room: { turn: { now: { ...turn, part: 'feedback' }, next: null } } });
    await tick();
    for (const kind of ['Strengths', 'What might help', 'Training and development']) expect(screen.getByRole('heading', { name: kind })).toBeTruthy();
    expect(screen.getAllByRole('button', { name: /^Send to phones/ })).toHaveLength(6);
  });

  it('go to phones and off them again, and say so', async () => {
    const { press, sent, does } = open({ stage: 'discuss', people: FOUR, room: { turn: { now: turn, next: null } }, desk: { ...turns(), prompts: [added] } });
    await press('Send to phones: My own question?');
    expect(sent()).toEqual([{ type: 'sendPrompt', text: 'My own question?', competency: ONE }]);
    await does({ room: { prompt: { competency: ONE, text: 'My own question?' } } });
    expect(screen.getByText(/^With your prompt: “My own question\?”/)).toBeTruthy();
    const [off] = screen.getAllByRole('button', { name: 'Take it off the phones: My own question?' });
    await fireEvent.click(off as HTMLElement);
    expect(sent()[1]).toEqual({ type: 'sendPrompt', text: null });
  });

  it('can be one’s own: added, changed, taken out', async () => {
    const { press, sent, answer } = open({ stage: 'discuss', people: FOUR, room: { turn: { now: turn, next: null } }, desk: { ...turns(), prompts: [added] } });
    await press('Add your own');
    await press('Keep it');
    expect(screen.getByText('Write a prompt first.')).toBeTruthy();
    await fireEvent.input(screen.getByLabelText('Your own prompt'), { target: { value: ' New? ' } });
    await press('Keep it');
    expect(sent()).toEqual([{ type: 'prompt', prompt: expect.any(String) as string, text: 'New?', competency: ONE }]);
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(document.activeElement?.textContent).toBe('Add your own');
    await press('Change: My own question?');
    await fireEvent.input(screen.getByLabelText('Your own prompt'), { target: { value: 'Changed?' } });
    await press('Keep it');
    expect(sent()[1]).toEqual({ type: 'prompt', prompt: 'p1', text: 'Changed?', competency: ONE });
    answer();
    await vi.advanceTimersByTimeAsync(0);
    await press('Remove: My own question?');
    expect(sent()[2]).toEqual({ type: 'prompt', prompt: 'p1', text: null });
  });
});

describe('the script', () => {
  it('speaks of recording in a call only', async () => {
    const prepared = { meeting: 'call' as const, agreements: null, support: null, summaryTo: { who: 'here' as const }, area: null, competencies: [] };
    open({ stage: 'lobby', people: FOUR, room: { prepared } });
    await fireEvent.click(screen.getByRole('tab', { name: 'Script' }));
    const panel = within(screen.getByRole('tabpanel'));
    expect(panel.getByText(/^Welcome.*90 minutes/)).toBeTruthy();
    expect(panel.getByText(/^Recording, transcripts and AI notes/)).toBeTruthy();
    expect(panel.getByText(/^There is one limit/)).toBeTruthy();
  });
});

describe('the quiet question', () => {
  it('is asked of somebody with a phone, once, and their answer stands in words', async () => {
    const { sent, does, press } = open({ stage: 'rate', people: FOUR });
    expect(screen.queryByRole('button', { name: 'Ask Pat if they need anything' })).toBeNull();
    await press('Ask Sam if they need anything');
    expect(sent()).toEqual([{ type: 'nudge', participant: 'sam' }]);
    const people = (answer: string | null) => ['alex', 'priya', 'sam'].map((participant) => ({ participant, ready: false, moreTime: false, hand: false, asleep: false, nudged: participant === 'sam', answer: participant === 'sam' ? answer : null }));
    await does({ desk: { people: people(null) } });
    expect(screen.queryByRole('button', { name: 'Ask Sam if they need anything' })).toBeNull();
    expect(document.activeElement?.textContent).toBe('Asked');
    await does({ desk: { people: people('time') } });
    expect(screen.getByText('Asked: “A little more time, please”')).toBeTruthy();
    expect(live.textContent).toBe('Sam answered: a little more time, please.');
  });
});

describe('time', () => {
  const MINUTES = [4, 2, 3, 8, 60, 5, 5, 3];
  const plan = (took: number[]): { plan: DeskPlan } => ({ plan: { stages: STAGES.map((stage, i) => ({ stage, minutes: MINUTES[i] ?? 0, took: (took[i] ?? 0) * 60_000 })), since: null } });

  it('shows what spreading an overrun would do before one press does it', async () => {
    const { press, sent } = open({ stage: 'discuss', people: FOUR, desk: { ...turns(), ...plan([4, 2, 3, 8, 63]) } });
    expect(screen.getByText('3 minutes over plan')).toBeTruthy();
    await press('Spread it over what’s left');
    expect(sent()).toEqual([]);
    expect(screen.getByText(/: Discuss 63, Re-score 4, Actions 4 and Close 2\./)).toBe(document.activeElement);
    await press('Use these minutes');
    expect(sent()).toEqual([{ type: 'plan', minutes: { discuss: 63, rescore: 4, actions: 4, closed: 2 } }]);
  });

  it('offers nothing to spread while on plan', () => {
    open({ stage: 'discuss', people: FOUR, desk: { ...turns(), ...plan([4, 2, 3, 8, 10]) } });
    expect(screen.queryByRole('button', { name: 'Spread it over what’s left' })).toBeNull();
  });

  it('suggests the re-score once when twenty minutes are left, and never again', async () => {
    const late = { ...turns(), ...plan([4, 2, 3, 8, 53]) };
    const { press, guide } = open({ stage: 'discuss', people: FOUR, desk: late });
    expect(screen.getByText(/^You have about 20 minutes left/)).toBeTruthy();
    guide.covered = true;
    await tick();
    expect(screen.queryByText(/minutes left\. You could/)).toBeNull();
    guide.covered = false;
    await tick();
    await press('Not now');
    expect(screen.queryByText(/^You have about/)).toBeNull();
    open({ stage: 'discuss', people: FOUR, desk: late });
    expect(screen.queryByText(/^You have about/)).toBeNull();
  });

  it('suggests nothing before that, nor once anybody was invited to re-score', () => {
    open({ stage: 'discuss', people: FOUR, desk: { ...turns(), ...plan([4, 2, 3, 8, 52]) } });
    open({ stage: 'discuss', people: FOUR, room: { stage: { now: 'discuss', furthest: 'rescore' } }, desk: { ...turns(), ...plan([4, 2, 3, 8, 60]) } });
    expect(screen.queryByText(/^You have about/)).toBeNull();
  });
});

describe('what is pressed and goes', () => {
  it('leaves the focus with what came in its place', async () => {
    const { press, answer } = open({ stage: 'rate', people: FOUR });
    const focused = () => document.activeElement;
    await press('Add a seat on paper');
    await tick();
    expect(focused()).toBe(screen.getByLabelText('Their name'));
    await press('Not now');
    await tick();
    expect(focused()).toBe(screen.getByRole('button', { name: 'Add a seat on paper' }));
    await press('Add a seat on paper');
    await press('Add the seat');
    answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(focused()).toBe(screen.getByRole('button', { name: 'Add a seat on paper' }));
    await press(/^On screen/);
    await tick();
    expect(focused()).toBe(screen.getByRole('button', { name: 'Uncover' }));
    await press('Uncover');
    await tick();
    expect(focused()).toBe(screen.getByRole('button', { name: /^On screen/ }));
  });
});

describe('the next step of the discussion', () => {
  it('is one button through all turns: the focus stays on it to the end', async () => {
    const one = due('alex', ONE, 'now');
    const { does } = open({ stage: 'discuss', people: FOUR, room: { turn: { now: { participant: 'alex', competency: ONE, part: 'speak' }, next: { participant: 'sam', competency: ONE } } }, desk: turns([one, due('sam')]) });
    const next = screen.getByRole('button', { name: 'Next: Sam' });
    next.focus();
    await does({ room: { turn: { now: { participant: 'sam', competency: ONE, part: 'speak' }, next: null } }, desk: turns([due('alex', ONE, 'done'), due('sam', ONE, 'now')]) });
    expect([document.activeElement, next.textContent]).toEqual([next, 'End this turn']);
    await does({ room: { turn: { now: null, next: null } }, desk: turns([due('alex', ONE, 'done'), due('sam', ONE, 'done')]) });
    expect([document.activeElement, next.textContent]).toEqual([next, 'Go on to re-score']);
  });
});

describe('somebody who asks to come in', () => {
  it('is let in without the focus being lost', async () => {
    const { press, does, sent } = open({ stage: 'rate', people: FOUR, desk: { waiting: [{ participant: 'w', name: 'Wilma' }, { participant: 'k', name: 'Kim' }] } });
    screen.getByRole('button', { name: 'Let in Wilma' }).focus();
    await press('Let in Wilma');
    expect(sent()).toEqual([{ type: 'admit', participant: 'w' }]);
    await does({ desk: { waiting: [{ participant: 'k', name: 'Kim' }] } });
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Let in Kim' }));
    await press('Let in Kim');
    await does({ desk: { waiting: [] } });
    expect(document.activeElement?.tagName).toBe('H1');
  });
});

describe('projected, at every stage', () => {
  it.each(STAGES)('%s holds no note, flag, answer or waiting person, hidden or not', async (stage) => {
    const people = [{ name: 'Alex', hand: true, nudged: true, answer: 'talk' as const }, { name: 'Sam', moreTime: true, asleep: true, ready: true }];
    const { guide } = open({
      stage, people,
      desk: { ...turns([due('alex')]), waiting: [{ participant: 'w', name: 'Wilma' }], notes: { [stage]: 'MYNOTE' }, checkIn: ['sam'], prompts: [{ prompt: 'p', competency: null, text: 'MYPROMPT' }],
        told: [{ participant: 'sam', from: 'alex', competency: ONE, kind: 'strength', text: 'TOLD' }], moves: [{ move: 1, what: { type: 'seat', participant: 'alex', place: 'seated' } }] },
    });
    await fireEvent.click(screen.getByRole('tab', { name: 'My notes' }));
    await vi.advanceTimersByTimeAsync(15_000);
    guide.covered = true;
    await tick();
    const values = [...document.querySelectorAll<HTMLTextAreaElement>('textarea, input')].map((field) => field.value).join();
    expect(document.documentElement.innerHTML + values).not.toMatch(/Wilma|MYNOTE|MYPROMPT|TOLD|Hand up|hand up|Ready<|more time|talk”|Asked|asleep|check in|Undo/);
  });
});
