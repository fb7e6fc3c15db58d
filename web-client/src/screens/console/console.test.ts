// What the console promises: one step from where it stood, words instead of disabled buttons, and nothing of anybody
// on the page while it is projected.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '$lib/words-console';
import { router } from '$lib/router.svelte';
import { openDesk, TRUST, type Example } from './example';
import Wide from './Wide.svelte';

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  router.show('', true);
  // The framework is the example's: nothing answers here, and nothing asks again while time stands.
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network in tests')));
  vi.stubGlobal('scrollTo', () => undefined);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const FOUR = [{ name: 'Alex', ready: true }, { name: 'Priya', ready: true, asleep: true }, { name: 'Sam', moreTime: true }, { name: 'Pat', paper: true }];

function open(example: Example) {
  const desk = openDesk(example);
  render(Wide, { guide: desk.guide, onmenu: () => undefined });
  const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
  return { ...desk, press };
}

describe('the next step', () => {
  it('names where it stood, so that two consoles make one step', async () => {
    const { press, sent } = open({ stage: 'lobby', people: FOUR });
    await press('Start with the areas');
    expect(sent()).toEqual([{ type: 'goTo', stage: 'area', from: 'lobby' }]);
  });

  it('names the turn it stood at', async () => {
    const turn = { participant: 'alex', competency: 'reconcilers' };
    const { press, sent } = open({ stage: 'discuss', people: FOUR, room: { turn: { now: { ...turn, part: 'speak' }, next: { participant: 'sam', competency: 'reconcilers' } } } });
    expect(screen.getByRole('heading', { level: 1, name: 'Alex is speaking' })).toBeTruthy();
    await press('Next: Sam');
    expect(sent()).toEqual([{ type: 'nextTurn', from: turn }]);
  });

  it('takes back the newest move by its number', async () => {
    const { press, sent } = open({ stage: 'rate', desk: { moves: [{ move: 6, what: { type: 'choice' } }, { move: 7, what: { type: 'stage', from: 'competencies', to: 'rate' } }] } });
    await press('Undo the move to Rate');
    expect(sent()).toEqual([{ type: 'undo', move: 7 }]);
  });

  it('says so when there is nothing to undo any more', async () => {
    const { press, answer } = open({ stage: 'rate', desk: { moves: [{ move: 7, what: { type: 'plan' } }] } });
    await press('Undo the change of plan');
    answer({ type: 'stale', now: null });
    await tick();
    await tick();
    expect(screen.getByText(/can’t be undone any more/)).toBeTruthy();
  });
});

describe('moving on early', () => {
  it('names who is not ready, and never somebody on paper', async () => {
    const { press, sent } = open({ stage: 'rate', people: FOUR });
    expect(screen.getByText('2 of 3 ready')).toBeTruthy();
    expect(screen.getByText('Waiting: Sam')).toBeTruthy();
    expect(screen.getByText('Phone asleep or offline')).toBeTruthy();
    await press('Start the discussion');
    expect(sent()).toEqual([]);
    expect(screen.getByText(/^Sam hasn’t pressed ready/)).toBe(document.activeElement);
    await press('Move on');
    expect(sent()).toEqual([{ type: 'goTo', stage: 'discuss', from: 'rate' }]);
  });

  it('can give two more minutes instead', async () => {
    const { press, sent } = open({ stage: 'rate', people: FOUR });
    await press('Start the discussion');
    await press('Give 2 more minutes');
    expect(sent()).toEqual([{ type: 'extend', stage: 'rate', minutes: 2 }]);
  });

  it('asks nothing when everybody with a phone is ready', async () => {
    const { press, sent } = open({ stage: 'rate', people: [{ name: 'Alex', ready: true }, { name: 'Pat', paper: true }] });
    await press('Start the discussion');
    expect(sent()).toHaveLength(1);
  });
});

describe('choosing', () => {
  it('answers a fourth competency in words and sends nothing', async () => {
    const { sent } = open({ stage: 'competencies', people: FOUR });
    const box = screen.getByRole<HTMLInputElement>('checkbox', { name: /^Persevering/ });
    await fireEvent.click(box);
    expect(box.checked).toBe(false);
    expect(screen.getByText('You can choose up to 3. Take one off first.')).toBeTruthy();
    expect(sent()).toEqual([]);
  });

  it('never asks an area of two for three', () => {
    open({ stage: 'competencies', room: { choice: { area: 'reflecting-on-practice-and-self-care', competencies: [] } } });
    expect(screen.getByText('0 of 2 chosen')).toBeTruthy();
    expect(screen.getAllByRole('row')).toHaveLength(3);
  });

  it('divides the hour and suggests two when twelve turns would be needed', () => {
    open({ stage: 'competencies', people: FOUR });
    expect(screen.getAllByRole('row').map((row) => row.textContent)).toEqual(['ChosenTurnsEach', '3 now125:00', '287:30', '1415:00']);
    expect(screen.getByText(/Two competencies give each person time/)).toBeTruthy();
  });

  it('sends the area before the step', async () => {
    const { press, sent, answer } = open({ stage: 'area', room: { choice: { area: null, competencies: [] } } });
    await fireEvent.click(screen.getByRole('radio', { name: /^Building/ }));
    await press(/^Confirm: Building/);
    answer();
    await vi.waitFor(() => expect(sent()).toEqual([{ type: 'chooseArea', area: TRUST }, { type: 'goTo', stage: 'competencies', from: 'area' }]));
  });

  it('says in words that fewer than two have picked', async () => {
    const { press, answer } = open({ stage: 'area' });
    await press('See the picks');
    answer({ type: 'notNow' });
    await tick();
    await tick();
    expect(screen.getByText(/Fewer than two people have picked/)).toBeTruthy();
  });
});

describe('people', () => {
  it('says who would like to be checked in with, also after they left', () => {
    open({ stage: 'actions', people: [{ name: 'Alex', here: 'left' }, { name: 'Sam' }], desk: { checkIn: ['alex'] } });
    expect(screen.getByText('Left').closest('li')?.textContent).toContain('Asked you to check in after');
    expect(screen.getByText('0 of 1 ready')).toBeTruthy();
  });
});

describe('the connection', () => {
  it('says when it is gone, and when it is back', async () => {
    const live = document.createElement('p');
    live.id = 'live';
    document.body.append(live);
    const { guide } = open({ stage: 'rate', people: FOUR });
    const heard = async () => {
      await tick();
      await vi.advanceTimersByTimeAsync(5_000);
      return live.textContent;
    };
    guide.session.state = 'reconnecting';
    expect(await heard()).toContain('Reconnecting');
    guide.session.state = 'on';
    expect(await heard()).toContain('You’re back');
    live.remove();
  });
});

describe('projected', () => {
  it('holds no state, signal, note or waiting person', async () => {
    const { guide } = open({
      stage: 'discuss', people: [...FOUR, { name: 'Hanna', hand: true }],
      desk: { waiting: [{ participant: 'w', name: 'Wilma' }], notes: { discuss: 'NOTE' }, told: [{ participant: 'sam', from: 'alex', competency: 'reconcilers', kind: 'strength', text: 'TOLD' }], moves: [{ move: 1, what: { type: 'turn', to: { participant: 'alex', competency: 'reconcilers' } } }] },
      table: { lookedBack: [], items: { a: { item: 'a', participant: 'alex', competency: 'reconcilers', reason: 'ONLY HERE', display: false }, b: { item: 'b', participant: 'sam', competency: 'reconcilers', reason: 'EVERYWHERE', display: true } } },
    });
    expect(document.body.textContent).toMatch(/Wilma asks.*ONLY HERE|ONLY HERE.*Wilma asks/s);
    guide.covered = true;
    await tick();
    expect(document.body.textContent).not.toMatch(/Wilma|NOTE|TOLD|Hanna|ONLY HERE|Ready|asleep|Undo/);
    expect(document.body.textContent).toContain('EVERYWHERE');
    await fireEvent.click(screen.getByRole('button', { name: 'Uncover' }));
    expect(screen.getByText('Wilma asks to come in')).toBeTruthy();
  });
});

describe('the door', () => {
  it('gives the link by hand where the browser has no clipboard', async () => {
    const { press } = open({ stage: 'lobby' });
    await press('Copy link');
    await tick();
    expect(screen.getByLabelText<HTMLInputElement>('Copy it from here').value).toMatch(/\/join#KTR4M9XF$/);
  });

  it('keeps people who ask until they are answered, whatever tab is open', async () => {
    const { press, sent } = open({ stage: 'rate', people: FOUR, desk: { waiting: [{ participant: 'kit', name: 'Kit' }] } });
    await fireEvent.click(screen.getByRole('tab', { name: 'My notes' }));
    await press('Let in Kit');
    expect(sent()).toEqual([{ type: 'admit', participant: 'kit' }]);
  });

  it('asks before somebody is removed', async () => {
    const { press, sent } = open({ stage: 'rate', people: FOUR });
    await press('Remove someone');
    await press('Remove Sam');
    expect(sent()).toEqual([]);
    await press('Yes, remove Sam');
    expect(sent()).toEqual([{ type: 'remove', participant: 'sam' }]);
  });
});

describe('what was shown', () => {
  const item = (participant: string, more: object) => ({ [`${participant}/reconcilers`]: { item: `${participant}/reconcilers`, participant, competency: 'reconcilers', display: false, ...more } });
  const closed = (items: object) => open({ stage: 'rescore', people: FOUR, table: { items } as never });

  it('is drawn before and after where both are shown, with the same in words and as text', () => {
    closed({ ...item('alex', { score: 4, rescore: 6 }), ...item('sam', { score: 7, rescore: 6 }), ...item('priya', { score: 5, rescore: 5 }) });
    expect([...document.querySelectorAll('figure .between')].map((one) => one.textContent?.trim())).toEqual(['Before and afterup 2', 'Before and afterdown 1', 'Before and aftersame']);
    expect(document.querySelector('svg[aria-label="4 at first, 6 after"]')).toBeTruthy();
    expect([screen.getByText('Score 4'), screen.getAllByText('Score after 6')]).toBeTruthy();
  });

  it('is not drawn where only one of both is shown', () => {
    closed({ ...item('alex', { score: 4 }), ...item('sam', { rescore: 6 }) });
    expect(document.querySelector('.dumbbell')).toBeNull();
    expect([screen.getByText('Score 4'), screen.getByText('Score after 6')]).toBeTruthy();
  });
});

describe('closing', () => {
  const both = { first: 4, after: 6, inWords: '4 at first, 6 after', change: 'up 2' };
  const line = { name: 'Reconcilers', confidence: both, reason: 'In my words', shift: null };
  const saved = {
    dateInWords: '24 November 2026', area: 'Trust', readers: 'To everyone here.', kept: 'Kept for a while.', source: 'From somewhere.', scope: 'About it.', notPrivate: null, facilitators: ['Morgan'], present: 3, chosen: '2 of 3 have chosen what goes in.',
    competencies: [{ id: 'reconcilers', name: 'Reconcilers', statement: 'What it means.' }], people: [{ name: 'Somebody', lines: [line], actions: [] }, { name: 'Somebody', lines: [{ ...line, reason: 'In mine' }], actions: [] }, { name: 'Jo', lines: [], actions: [] }],
    beforeAndAfter: [{ who: 'Somebody', name: 'Reconcilers', confidence: both }], themes: [{ kind: 'theme', text: 'Heavy weeks' }], agreements: ['Stays here'], minutes: [{ stage: 'rate', name: 'Rate', planned: 8, took: 7 }], planned: 90, took: 88,
  };
  const serves = (document: object) => vi.stubGlobal('fetch', (address: string) => (address.endsWith('summary.json') ? Promise.resolve(new Response(JSON.stringify(document))) : Promise.reject(new Error('no network in tests'))));
  const over: Example = { stage: 'closed', people: FOUR, room: { clock: { endsAt: null, left: 0, paused: false, until: null } }, desk: { record: { answered: 2, of: 3, summary: { people: [], themes: [] } } } };

  it('previews the very document that is saved', async () => {
    serves(saved);
    open(over);
    await vi.advanceTimersByTimeAsync(10);
    expect(screen.getByText('2 of 3 have chosen what goes in')).toBeTruthy();
    for (const words of ['In my words', 'In mine', 'Jo', 'Heavy weeks', 'Stays here', 'What it means.', 'From somewhere.', 'To everyone here. Kept for a while.']) expect(screen.getByText(words), words).toBeTruthy();
    expect(screen.getAllByText('Somebody').length).toBe(3);
    expect(document.querySelector('svg[aria-label="4 at first, 6 after"]')).toBeTruthy();
  });

  it('fetches it again when something in it has changed, and says so while it cannot', async () => {
    serves(saved);
    const { socket } = open(over);
    await vi.advanceTimersByTimeAsync(10);
    vi.stubGlobal('fetch', () => Promise.reject(new Error('no network in tests')));
    socket.says({ type: 'changed', desk: { record: { answered: 3, of: 3, summary: { people: [], themes: [] } } } });
    await vi.advanceTimersByTimeAsync(500);
    expect(screen.getByText(/preview can’t be loaded/)).toBeTruthy();
    serves({ ...saved, chosen: null, themes: [{ kind: 'training', text: 'An afternoon' }] });
    await vi.advanceTimersByTimeAsync(6_000);
    expect(screen.getByText('An afternoon')).toBeTruthy();
    expect(screen.queryByText(/preview can’t be loaded|Heavy weeks/)).toBeNull();
  });
});
