// What the pages of somebody alone promise: one step to begin, one's own pace, nothing of a group, boxes that save
// themselves and stand on the sheet.
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick, type Component } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '$lib/words-alone';
import '$lib/words-talk';
import type { Room, Stage } from '$lib/protocol';
import { router } from '$lib/router.svelte';
import { settings } from '$lib/settings.svelte';
import { store } from '$lib/store';
import { CHOSEN, example, mine, room, row, type Example } from '../participant/example';
import type { Here } from '../participant/here.svelte';
import Actions from './Actions.svelte';
import Alone from './Alone.svelte';
import Area from './Area.svelte';
import Begin from './Begin.svelte';
import Competencies from './Competencies.svelte';
import Done from './Done.svelte';
import { beside, placeOf, type Journey } from './places';
import Reflect from './Reflect.svelte';
import Score from './Score.svelte';
import Sheet from './Sheet.svelte';
import { Walk } from './walk.svelte';

type Page = Component<{ here: Here; walk: Walk; arg: string }>;

let its: Example;
const started: Example[] = [];
const [C = '', D = ''] = CHOSEN;
const button = (name: RegExp | string) => screen.getByRole('button', { name });
const journey = (more: Partial<Journey> = {}): Journey => ({ stage: 'discuss', furthest: 'discuss', area: true, chosen: 2, ...more });

function solo(stage: Stage, more: Partial<Room> = {}): Room {
  const whole = room(stage);
  return { ...whole, about: { ...whole.about, solo: true }, people: whole.people.slice(0, 1), facilitators: [{ name: null }], ...more };
}
/** In place of whoever was here. */
function start(stage: Stage, own = mine(), more: Partial<Room> = {}): void {
  started.push((its = example({ room: solo(stage, more), mine: own })));
}
function open(Page: Page, arg = '') {
  const walk = new Walk(its.here);
  render(Page, { here: its.here, walk, arg });
  return walk;
}

beforeEach(() => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined)); // no server here
  window.scrollTo = () => undefined;
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  router.show('', true);
  start('lobby');
});
afterEach(() => {
  for (const one of started.splice(0)) one.here.close();
  settings.covered = false;
  vi.unstubAllGlobals();
});

describe('places', () => {
  it('are where the session is, unless the address names one that is open', () => {
    expect(placeOf('', journey())).toEqual({ page: 'reflect', arg: '' });
    expect(placeOf('rate.2', journey())).toEqual({ page: 'rate', arg: '2' });
    expect(placeOf('sheet', journey())).toEqual({ page: 'reflect', arg: '' });
    expect(placeOf('constructor', journey({ stage: 'lobby', furthest: 'lobby', area: false, chosen: 0 }))).toEqual({ page: 'area', arg: '' });
    expect(placeOf('rate.1', journey({ stage: 'area', chosen: 0 }))).toEqual({ page: 'area', arg: '' });
    expect(placeOf('', journey({ chosen: 0 }))).toEqual({ page: 'competencies', arg: '' });
    expect(placeOf('way-back', journey({ area: false, chosen: 0 }))).toEqual({ page: 'way-back', arg: '' });
  });

  it('follow one another, a page for each competency', () => {
    const after = (page: Parameters<typeof beside>[0]['page'], arg = '') => beside({ page, arg }, 2, 1);
    const before = (page: Parameters<typeof beside>[0]['page'], arg = '') => beside({ page, arg }, 2, -1);
    expect(after('competencies')).toEqual({ page: 'rate', arg: '1' });
    expect(after('rate', '1')).toEqual({ page: 'rate', arg: '2' });
    expect(after('rate', '2')).toEqual({ page: 'reflect', arg: '1' });
    expect(after('rescore', '2')).toEqual({ page: 'actions', arg: '' });
    expect(after('sheet')).toEqual({ page: 'done', arg: '' });
    expect(before('reflect', '1')).toEqual({ page: 'rate', arg: '2' });
    expect(before('area')).toBeNull();
  });
});

describe('beginning', () => {
  it('takes one press, with a framework chosen already and no name', async () => {
    const framework = { id: 'core', name: 'Core', areas: [], scope: 'For workers', source: { publisher: 'P', title: 'T', year: 2020, note: '' } };
    const server = { operator: null, keptDays: 30, private: true, createKey: false };
    const bodies: unknown[] = [];
    vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
      if (init?.method === 'POST') bodies.push(JSON.parse(init.body as string));
      const body = path.endsWith('/frameworks') ? [framework] : path.endsWith('/server') ? server : { session: 'new', code: '', secret: 'k', consoleUrl: '', joinUrl: '' };
      return Promise.resolve(new Response(JSON.stringify(body)));
    });
    render(Begin);
    await fireEvent.click(await screen.findByRole('button', { name: 'Start' }));
    await vi.waitFor(() => expect(router.route).toEqual({ page: 'session', id: 'new' }));
    expect(bodies).toEqual([expect.objectContaining({ framework: 'core', solo: true })]);
    expect(bodies[0]).not.toHaveProperty('facilitator');
    expect(store.find('new', 'participant')?.secret).toBe('k');
    store.forget('new');
    router.go('/', true);
  });
});

describe('walking', () => {
  it('moves the session along with the person, and nobody else moves the page', async () => {
    start('lobby', mine(), { choice: { area: null, competencies: [] } });
    render(Alone, { here: its.here });
    await tick();
    expect(its.sent()).toEqual([{ type: 'goTo', stage: 'area' }]);
    expect(router.at).toBe('area');
    its.changes({ room: { stage: { now: 'rate', furthest: 'rate' } } }); // another device of theirs
    await tick();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('What would you like to look at?');
  });

  it('goes on at once, before the server has answered', async () => {
    start('area', mine(), { choice: { area: null, competencies: [] } });
    render(Alone, { here: its.here });
    await fireEvent.click(screen.getByRole('radio', { name: 'Building trusting relationships' }));
    await fireEvent.click(button('Next'));
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Reliable and consistent' }));
    await fireEvent.click(button('Next'));
    expect(screen.getByRole('radio', { name: /^10/ })).toBeTruthy();
    expect(its.sent()).toEqual([
      { type: 'chooseArea', area: 'building-trusting-relationships' },
      { type: 'goTo', stage: 'competencies' },
      { type: 'chooseCompetencies', competencies: [C] },
      { type: 'goTo', stage: 'rate' },
    ]);
  });

  it('says that an area is missing', async () => {
    start('area', mine(), { choice: { area: null, competencies: [] } });
    open(Area);
    await fireEvent.click(button('Next'));
    expect(screen.getByRole('alert').textContent).toContain('Choose an area first');
  });

  it('takes three at most, and one at least', async () => {
    start('competencies');
    open(Competencies);
    const fourth = screen.getByRole('checkbox', { name: 'Persevering' });
    await fireEvent.click(fourth);
    expect(fourth).toHaveProperty('checked', false);
    expect(screen.getByText(/Take one off first/)).toBeTruthy();
    for (const id of CHOSEN) await fireEvent.click(screen.getByRole('checkbox', { name: its.here.nameOf(id) }));
    await fireEvent.click(button('Next'));
    expect(screen.getAllByText('Choose at least one')).toHaveLength(2);
    expect(its.sent().at(-1)).toEqual({ type: 'chooseCompetencies', competencies: [expect.any(String)] });
  });

  it('jumps by the steps one has come to, and to no other', async () => {
    start('discuss', mine(), { stage: { now: 'discuss', furthest: 'rescore' } });
    render(Alone, { here: its.here });
    const steps = screen.getByRole('navigation', { name: 'Steps', hidden: true });
    const jumps = Array.from(steps.querySelectorAll('button'), (one) => one.textContent);
    expect(jumps).toEqual(['Choose an area', 'Competencies', 'Rate', 'Re-score']);
    await fireEvent.click(within(steps).getByRole('button', { name: 'Rate', hidden: true }));
    expect(router.at).toMatch(/^rate/);
    expect(its.sent().at(-1)).toEqual({ type: 'goTo', stage: 'rate' });
  });
});

describe('reflecting', () => {
  it('has the score and why above three boxes, each with its question, that save themselves', async () => {
    start('discuss', mine({ rows: { [C]: row(C, { score: 4, reason: 'Busy weeks', jots: { hard: 'Mondays' } }) } }));
    open(Reflect, '1');
    expect(screen.getByRole('img', { name: '4 out of 10' })).toBeTruthy();
    expect(screen.getByText('Busy weeks')).toBeTruthy();
    expect(screen.getByRole('textbox', { name: 'What is hard' })).toHaveProperty('value', 'Mondays');
    const [prompt = ''] = its.here.competencies[0]?.prompts ?? [];
    expect(screen.getByText(new RegExp(`^${prompt.replaceAll('?', '\\?')}`))).toBeTruthy();
    const well = screen.getByRole('textbox', { name: 'What already goes well' });
    await fireEvent.input(well, { target: { value: 'I ring ahead' } });
    await fireEvent.blur(well);
    expect(its.sent()).toEqual([{ type: 'jot', competency: C, box: 'well', text: 'I ring ahead', was: '' }]);
  });

  it('covers boxes, score and reason together', async () => {
    start('discuss', mine({ rows: { [C]: row(C, { score: 4, reason: 'mine alone' }) } }));
    open(Reflect, '1');
    await fireEvent.click(button(/^Cover/));
    expect(screen.queryByText('mine alone')).toBeNull();
    expect(screen.queryByRole('img', { name: '4 out of 10' })).toBeNull();
    expect(screen.getByLabelText<HTMLTextAreaElement>('What is hard').inert).toBe(true);
  });
});

describe('the sheet', () => {
  const written = mine({
    me: { ...mine().me, name: '' },
    rows: { [C]: row(C, { score: 4, rescore: 6, jots: { well: 'I ring ahead', step: 'Plan Mondays' } }), [D]: row(D, { declined: true }) },
    actions: { a: { action: 'a', order: 0, text: 'Ask for help', competency: C, review: '2027-01-19' } },
  });

  it('has before and after, the boxes, the actions, where it is kept and until when', () => {
    start('closed', written, { about: { ...solo('closed').about, keptUntil: Date.parse('2026-12-24T12:00Z') } });
    open(Sheet);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Your sheet');
    for (const words of ['I ring ahead', 'Plan Mondays', 'Ask for help', 'up 2', /deleted on 24 December 2026/]) expect(screen.getByText(words)).toBeTruthy();
  });

  it('is deleted with everything, by the second press', async () => {
    const asked: [string, string | undefined][] = [];
    vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
      asked.push([path, init?.method]);
      return Promise.resolve(new Response(null, { status: 204 }));
    });
    start('closed', written);
    open(Sheet);
    await fireEvent.click(button('Delete my answers'));
    expect(asked.filter(([, method]) => method === 'DELETE')).toEqual([]);
    await fireEvent.click(button('Delete all of it'));
    expect(asked.filter(([, method]) => method === 'DELETE')).toEqual([['/api/sessions/s', 'DELETE']]);
  });

  it('offers one’s own step as an action', async () => {
    start('actions', written);
    open(Actions, 'new');
    await fireEvent.click(button('Plan Mondays'));
    expect(screen.getByRole('textbox', { name: 'What’s one thing you’ll do?' })).toHaveProperty('value', 'Plan Mondays');
  });
});

/** Every text of a framework: its words may speak of facilitators. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return value.length > 3 ? [value] : [];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(strings);
}

describe('every page', () => {
  const pages: [string, Page, string, Stage][] = [
    ['area', Area, '', 'area'], ['competencies', Competencies, '', 'competencies'], ['rate', Score, '1', 'rate'], ['reflect', Reflect, '1', 'discuss'],
    ['rescore', Score, '1', 'rescore'], ['actions', Actions, 'all', 'actions'], ['action', Actions, 'new', 'actions'], ['sheet', Sheet, '', 'closed'], ['done', Done, '', 'closed'],
  ];

  it.each(pages)('%s speaks of no facilitator and no group', (_, Page, arg, stage) => {
    start(stage, mine({ rows: { [C]: row(C, { score: 4 }) } }));
    open(Page, arg);
    const theirs = strings(its.here.framework).flatMap((text) => [text, its.here.plain(text)]).sort((a, b) => b.length - a.length);
    const ours = theirs.reduce((left, text) => left.replaceAll(text, ''), document.body.textContent);
    expect(ours).not.toMatch(/facilitator|the group|the others|session code|raise my hand|\bready\b/i);
  });

  it('has a menu without them too', async () => {
    start('rate');
    render(Alone, { here: its.here });
    await fireEvent.click(button('Menu'));
    expect(document.querySelector('dialog')?.textContent).not.toMatch(/facilitator|the group|others|Step out|Hide the time|Leave/);
  });
});
