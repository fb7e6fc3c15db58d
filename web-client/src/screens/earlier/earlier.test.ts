// Bringing an earlier sheet and looking back: what links and files are taken for, what is said of the way, what is sent.
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '$lib/words-earlier';
import type { EarlierSession, MineCarried } from '$lib/protocol';
import { store } from '$lib/store';
import { CHOSEN, example, mine, room, row, type Example } from '../participant/example';
import Check from '../participant/Check.svelte';
import { placeOf } from '../participant/pages';
import Beside from './Beside.svelte';
import Bring from './Bring.svelte';
import { bring, type CannotBring, MOST_BYTES, readLink, sheetOf } from './bring';
import LookBack from './LookBack.svelte';
import { blank, check, read } from './typed';
import { inOrder, said, stepsOf } from './way';

const C = CHOSEN[0] ?? '';
const SECRET = 'x'.repeat(43);
const HERE = { origin: 'https://trivet.test', session: 'this-one' };
const session = (on: string, score: { first: number | null; after: number | null }, more: Partial<EarlierSession> = {}): EarlierSession => ({ sheet: on, on, title: 'Before', typed: false, scores: { [C]: score }, ...more });
const carried = (action: string, more: Partial<MineCarried> = {}): MineCarried => ({
  action, order: 0, sheet: 'x', on: '2026-09-22', text: `Ring ${action}`, competency: C, review: '2026-11-20', due: true, outcome: null, note: null, shown: false, to: [], changed: false, covered: false, ...more,
});
const whyOf = (does: () => unknown) => {
  try {
    does();
  } catch (error) {
    return (error as CannotBring).why;
  }
  return 'none';
};

let its: Example;
let asked: { url: string; init: RequestInit }[];
let answers: () => Response | Promise<Response>;

beforeEach(() => {
  asked = [];
  answers = () => new Response('{}', { status: 500 });
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (url.endsWith('/framework')) return new Promise(() => undefined);
    asked.push({ url, init });
    return Promise.resolve().then(answers);
  });
  window.scrollTo = () => undefined;
});
afterEach(() => {
  its?.here.close();
  vi.unstubAllGlobals();
});

const refused = (status: number, code = 'unknown') => () => Response.json({ error: { code } }, { status });
const sheet = (text: string) => new Blob([text]);

describe('a way-back link', () => {
  it('opens the seat it names, on this address alone', () => {
    expect(readLink(`  ${HERE.origin}/session/old#${SECRET}\n`, HERE)).toEqual({ id: 'old', secret: SECRET });
    expect(whyOf(() => readLink(`https://elsewhere.test/session/old#${SECRET}`, HERE))).toBe('elsewhere');
    expect(whyOf(() => readLink(`${HERE.origin}/session/this-one#${SECRET}`, HERE))).toBe('same');
    for (const text of ['', 'hello', `${HERE.origin}/session/old`, `${HERE.origin}/console/old#${SECRET}`, `${HERE.origin}/session/old#short`, `javascript:alert(1)#${SECRET}`]) {
      expect(whyOf(() => readLink(text, HERE)), text).toBe('link');
    }
  });

  it('sends its secret as a header to this address, and nowhere else', async () => {
    answers = () => new Response('{"kind":"sheet"}');
    await sheetOf({ id: 'old', secret: SECRET });
    expect(asked.map(({ url }) => url)).toEqual(['/api/sessions/old/sheet.json']);
    expect(new Headers(asked[0]?.init.headers).get('Authorization')).toBe(`Bearer ${SECRET}`);
    expect(JSON.stringify({ ...asked[0], init: { ...asked[0]?.init, headers: null } })).not.toContain(SECRET);
  });

  it('says so when the session is gone', async () => {
    for (const status of [401, 404]) {
      answers = refused(status);
      await expect(sheetOf({ id: 'old', secret: SECRET })).rejects.toMatchObject({ why: 'gone' });
    }
  });
});

describe('a file', () => {
  const into = { id: 's', secret: 'mine' };

  it('is told by its first bytes', async () => {
    answers = () => Response.json({ on: '2026-09-22', title: '', competencies: 1, actions: 2, leftOut: 0 });
    await bring(into, sheet('%PDF-1.7 …'));
    await bring(into, sheet('\ufeff {"kind":"sheet"}'));
    expect(asked.map(({ init }) => new Headers(init.headers).get('Content-Type'))).toEqual(['application/pdf', 'application/json']);
    await expect(bring(into, sheet('PK\u0003\u0004'))).rejects.toMatchObject({ why: 'notASheet' });
    expect(asked).toHaveLength(2);
  });

  it('is never sent when it is larger than a sheet can be', async () => {
    await expect(bring(into, sheet(`{${' '.repeat(MOST_BYTES)}`))).rejects.toMatchObject({ why: 'tooLarge' });
    expect(asked).toEqual([]);
  });

  it('is refused in words of its own', async () => {
    const why = async (answer: typeof answers) => {
      answers = answer;
      return bring(into, sheet('{}')).then(() => 'none', (error: CannotBring) => error.why);
    };
    expect(await why(refused(400, 'summarySheet'))).toBe('summary');
    expect(await why(refused(400, 'newerSheet'))).toBe('newer');
    expect(await why(refused(400, 'notASheet'))).toBe('notASheet');
    expect(await why(refused(400, 'invalid'))).toBe('changed');
    expect(await why(refused(400, 'sameSession'))).toBe('same');
    expect(await why(refused(413))).toBe('tooLarge');
    expect(await why(() => Promise.reject(new TypeError('no network')))).toBe('offline');
  });
});

describe('the way over the sessions', () => {
  const earlier = [session('2026-11-02', { first: 4, after: 6 }), session('2025-05-20', { first: 3, after: null })];

  it('has a step for each session that has the competency, this one last', () => {
    const steps = stepsOf([...earlier, session('2026-01-01', { first: null, after: null })], row(C, { score: 5 }));
    expect(steps.map(({ key, first, after }) => [key, first, after])).toEqual([['2025-05-20', 3, null], ['2026-11-02', 4, 6], ['now', 5, null]]);
    expect(stepsOf(earlier, row('another', { score: 5 }))).toEqual([]);
  });

  it('is a sentence, with days where two fell in one month', () => {
    const words = (all: EarlierSession[]) => said(all, stepsOf(all, row(C, { score: 5 })), '2026-11-24');
    expect(words(earlier)).toBe('In May 2025: 3. In November: 4, then 6. Now: 5.');
    expect(words([session('2026-11-02', { first: 4, after: null }), session('2026-11-20', { first: 5, after: null })])).toBe('On 2\u00a0November 2026: 4. On 20\u00a0November 2026: 5. Now: 5.');
  });

  it('stands beside an answer, drawn and as a table', () => {
    its = example({ room: room('rate'), mine: mine({ rows: { [C]: row(C, { score: 5 }) }, earlier }) });
    render(Beside, { here: its.here, competency: C });
    expect(screen.getByText('In May 2025: 3. In November: 4, then 6. Now: 5.')).toBeTruthy();
    expect(screen.getAllByRole('img', { hidden: true }).map((one) => one.getAttribute('aria-label'))).toEqual(['3 at first', '4 at first, 6 after', '5 at first']);
    expect(screen.getAllByRole('row', { hidden: true }).map((one) => one.textContent.replace(/\s+/g, ' ').trim())).toEqual(['SessionAt firstAfter', '20 May 20253–', '2 November 202646', 'This time5–']);
  });

  it('is offered on the check page only beside what was answered this time', async () => {
    its = example({ room: room('rate', { about: { ...room('rate').about, followUp: true } }), mine: mine({ rows: { [C]: row(C, { score: 5 }) } }) });
    render(Check, { here: its.here, kind: 'rate' });
    await waitFor(() => expect(screen.getAllByRole('button', { name: /^Add an earlier score/ })).toHaveLength(1));
    expect(screen.getByRole('button', { name: /^Add an earlier score/ }).textContent).toContain(its.here.nameOf(C));
  });
});

describe('a score from paper', () => {
  const typed = (more: object) => ({ ...blank(), day: '20', month: '5', year: '2025', ...more });
  const wrong = (more: object) => check(typed(more), C, '2026-11-24').map(({ id }) => id.split('-')[1]);

  it('needs a real day before today, and one number at least', () => {
    expect(wrong({ first: '4' })).toEqual([]);
    expect(wrong({ after: '6' })).toEqual([]);
    expect(wrong({})).toEqual(['first']);
    expect(wrong({ first: '11', after: 'x' })).toEqual(['first', 'after']);
    expect(wrong({ day: '31', month: '2', first: '4' })).toEqual(['day']);
    expect(wrong({ day: '24', month: '11', year: '2026', first: '4' })).toEqual(['day']);
    expect(read(typed({ first: ' 4 ', after: '' }))).toEqual({ on: '2025-05-20', first: 4, after: null });
  });

  it('is added by a press, and can be taken off', async () => {
    its = example({ room: room('rate'), mine: mine({ rows: { [C]: row(C, { score: 5 }) }, earlier: [session('2025-05-20', { first: 3, after: null }, { typed: true })] }) });
    render(Beside, { here: its.here, competency: C });
    await fireEvent.click(screen.getByRole('button', { name: /^Add an earlier score/ }));
    for (const [name, value] of [['Day', '2'], ['Month', '11'], ['Year', '2025'], [/^Your score at first/, '4'], [/^Your score after/, '6']] as const) await fireEvent.input(screen.getByRole('textbox', { name }), { target: { value } });
    await fireEvent.click(screen.getByRole('button', { name: /^Add it/ }));
    await fireEvent.click(screen.getByRole('button', { name: /^Take off what you typed for 20\sMay 2025/ }));
    expect(its.sent()).toEqual([
      { type: 'earlier', competency: C, on: '2025-11-02', first: 4, after: 6 },
      { type: 'earlier', competency: C, on: '2025-05-20', first: null, after: null },
    ]);
  });
});

describe('bringing', () => {
  const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
  const choose = (name: string | RegExp) => fireEvent.click(screen.getByRole('radio', { name }));

  it('is open at any stage, and says what is missing', async () => {
    expect(placeOf('bring', 'lobby', 'lobby').page).toBe('bring');
    its = example({ room: room('lobby'), mine: mine() });
    render(Bring, { here: its.here, arg: '' });
    await press('Bring it');
    expect(screen.getByRole('alert').textContent).toContain('Choose where your earlier sheet is');
    await choose(/^I saved it as a file/);
    await press('Bring it');
    expect(screen.getByRole('alert').textContent).toContain('Choose the file with your sheet');
  });

  it('keeps what was chosen without a connection, and brings it with the next press', async () => {
    its = example({ room: room('lobby'), mine: mine() });
    render(Bring, { here: its.here, arg: '' });
    await choose(/^I kept my way-back link/);
    await fireEvent.input(screen.getByRole('textbox', { name: 'Your way-back link' }), { target: { value: `${location.origin}/session/old#${SECRET}` } });
    answers = () => Promise.reject(new TypeError('no network'));
    await press('Bring it');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('This needs a connection'));
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Your way-back link' }).value).toContain(SECRET);
    answers = () => Response.json(asked.at(-1)?.url.endsWith('/earlier') ? { on: '2026-09-22', title: 'Before', competencies: 3, actions: 2, leftOut: 1 } : { kind: 'sheet' });
    await press('Try again');
    await waitFor(() => expect(screen.getByText(/^From 22 September 2026: 2 actions\. Your earlier scores stay closed/)).toBeTruthy());
    expect(screen.getByText(/^1 thing in it doesn’t belong/)).toBeTruthy();
    expect(asked.map(({ url }) => url)).toEqual(['/api/sessions/old/sheet.json', '/api/sessions/old/sheet.json', '/api/sessions/s/earlier']);
  });

  it('takes back what a sheet brought, once asked twice', async () => {
    its = example({ room: room('lobby'), mine: mine({ earlier: [session('2026-09-22', { first: 4, after: null })] }) });
    render(Bring, { here: its.here, arg: '' });
    await press('Leave it out again');
    await press('Leave it out');
    expect(its.sent()).toEqual([{ type: 'forget', sheet: '2026-09-22' }]);
  });
});

describe('looking back', () => {
  const all = { a: carried('a', { order: 0, due: false, review: '2027-01-19' }), b: carried('b', { order: 1 }), c: carried('c', { order: 2, review: '2026-10-01' }) };

  it('has what is due first', () => {
    expect(inOrder(all).map(({ action }) => action)).toEqual(['c', 'b', 'a']);
  });

  it('saves an outcome by a press and a note as it is typed, for its owner alone', async () => {
    its = example({ room: room('lobby'), mine: mine({ carried: { b: all.b } }) });
    render(LookBack, { here: its.here, arg: '' });
    await fireEvent.click(screen.getByRole('radio', { name: 'Still going' }));
    const note = screen.getByRole('textbox', { name: /^A note/ });
    await fireEvent.input(note, { target: { value: 'Twice so far' } });
    await fireEvent.blur(note);
    expect(its.sent()).toEqual([{ type: 'lookBack', action: 'b', outcome: 'going' }, { type: 'lookBack', action: 'b', note: 'Twice so far', was: '' }]);
    expect(screen.getByText('You can take it on again once you talk.')).toBeTruthy();
  });

  it('shows only after its exact words stood there with who will see them, and takes it back', async () => {
    its = example({ room: room('discuss'), mine: mine({ carried: { b: { ...all.b, outcome: 'done', note: 'It helped' } } }) });
    render(LookBack, { here: its.here, arg: '' });
    expect(screen.queryByRole('button', { name: /^Show this to the group/ })).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: /^Show this one to the group/ }));
    expect(its.sent()).toEqual([]);
    expect(screen.getByText(/^Priya, Sam and Morgan will see these words/)).toBeTruthy();
    const card = document.querySelector('.slips');
    for (const words of ['Ring b', 'Done', 'It helped', 'Stays private']) expect(card?.textContent).toContain(words);
    await fireEvent.click(screen.getByRole('button', { name: /^Show this to the group/ }));
    its.changes({ mine: { carried: { b: { ...all.b, outcome: 'done', note: 'It helped', shown: true, to: ['p'] } } } });
    its.answers();
    await tick();
    expect(screen.getByText('Priya and Morgan see this')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: /^Take it back/ }));
    expect(its.sent()).toEqual([{ type: 'showLookBack', action: 'b', shown: true }, { type: 'showLookBack', action: 'b', shown: false }]);
  });

  it('takes on again what goes on, as a new action with the same words', async () => {
    its = example({ room: room('discuss'), mine: mine({ carried: { b: { ...all.b, outcome: 'going' } } }) });
    store.remember({ id: 's', secret: 'x', role: 'participant', name: 'Alex', title: '', opened: 0 });
    render(LookBack, { here: its.here, arg: '' });
    await fireEvent.click(screen.getByRole('button', { name: /^Take it on again/ }));
    const id = new URLSearchParams(location.search).get('at')?.replace('actions.', '') ?? '';
    expect(store.session(its.here.session.key)?.drafts[`action:${id}`]).toEqual({ text: 'Ring b', was: '' });
    expect(its.sent()).toEqual([{ type: 'act', action: id, competency: C }]);
  });
});
