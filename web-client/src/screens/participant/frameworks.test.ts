// What a framework's words promise a participant: terms explained by a press where they stand, ways to act for whoever
// has nothing to write, and a kind of role that stays on the device and leads to marks only.
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import vcse from '../../../../shared/frameworks/vcse.json';
import '$lib/words-talk';
import { plainTerm } from '$lib/names';
import type { Framework } from '$lib/protocol';
import { store } from '$lib/store';
import Area from './Area.svelte';
import Competencies from './Competencies.svelte';
import { example, mine, room, type Example } from './example';
import Listen from './Listen.svelte';
import More from './More.svelte';
import Nobody from './Nobody.svelte';
import RateOne from './RateOne.svelte';
import Starters from './Starters.svelte';

const AREA = 'emotional-and-psychological-awareness';
const SUBTLE = 'aware-of-worker-client-dynamics';
const EXPLAINED = 'Words explained: drama triangle, splitting, transference';
/** As the server gives it: with its empty lists. */
const other = {
  ...vcse,
  areas: vcse.areas.map((area) => ({ ...area, competencies: area.competencies.map((one) => ({ terms: [], ...one })) })),
} as unknown as Framework;

let its: Example;
const choice = { choice: { area: AREA, competencies: [SUBTLE] } };
const summary = (text: string | RegExp) => screen.getByText(text, { selector: 'summary' });

function ofVcse(area: string): void {
  its = example({ room: room('competencies', { choice: { area, competencies: [] } }), mine: mine() });
  its.here.framework = other;
  store.remember({ id: 's', secret: 'x', role: 'participant', name: 'Alex', title: '', opened: 0 });
}
async function pick(...names: string[]): Promise<void> {
  for (const name of names) await fireEvent.click(await screen.findByRole('radio', { name }));
  await tick();
}

beforeEach(() => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined)); // no server here
  window.scrollTo = () => undefined;
});
afterEach(() => {
  its.here.close();
  store.forget('s');
  vi.unstubAllGlobals();
});

describe('terms', () => {
  function meaning(): void {
    const line = summary(EXPLAINED);
    const details = line.closest('details');
    expect(details?.open).toBe(false);
    line.click();
    expect(details?.open).toBe(true);
    expect(within(details as HTMLElement).getByText(/all good or all bad/)).toBeTruthy();
    expect(details?.querySelectorAll('dt')).toHaveLength(3);
  }

  it('open in place beside the competency that uses them, while choosing', () => {
    its = example({ room: room('competencies', choice), mine: mine() });
    render(Competencies, { here: its.here, arg: '' });
    meaning();
    expect(summary(EXPLAINED).closest('label')).toBeNull(); // a press explains, and picks nothing
    expect(its.sent()).toEqual([]);
  });

  it('open while rating, before the scale', () => {
    its = example({ room: room('rate', choice), mine: mine() });
    const [competency] = its.here.competencies;
    if (!competency) throw new Error('nothing chosen');
    render(RateOne, { here: its.here, competency, step: 1, of: 1, onnext: () => undefined });
    meaning();
    const [stone] = screen.getAllByRole('radio');
    expect(summary(EXPLAINED).compareDocumentPosition(stone as Node)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  });

  it('open in the talk, listening or before anybody speaks', () => {
    its = example({ room: room('discuss', choice), mine: mine() });
    const { unmount } = render(Listen, { here: its.here, turn: { participant: 'p', competency: SUBTLE } });
    meaning();
    unmount();
    render(Nobody, { here: its.here });
    meaning();
  });

  it('stand in sentence case in ours, and as they were written in others', () => {
    expect(plainTerm('Cycle of change', { id: 'core-competencies' })).toBe('cycle of change');
    expect(plainTerm('AMBIT', { id: 'core-competencies' })).toBe('AMBIT');
    expect(plainTerm('Kent way', { id: 'brought' })).toBe('Kent way');
  });
});

describe('nothing comes to mind', () => {
  it('offers ways to develop, training and ways to demonstrate, as the words of an action', async () => {
    its = example({ room: room('actions', choice), mine: mine() });
    const oninsert = vi.fn();
    render(Starters, { here: its.here, oninsert });
    const details = summary('Nothing comes to mind?').closest('details') as HTMLElement;
    const offered = within(details).getAllByRole('button');
    expect(offered).toHaveLength(4 + 5 + 4);
    for (const one of offered) await fireEvent.click(one);
    const written = oninsert.mock.calls.map(([words]) => String(words));
    expect(written[0]).toMatch(/supervision/);
    expect(written[4]).toBe('Book training: Trauma-informed practice');
    expect(written[12]).toMatch(/PIE audit/);
    expect(within(details).getByText('Words explained: AMBIT, cycle of change, motivational skills, trauma-informed practice, psychologically informed environments')).toBeTruthy();
  });

  it('is not asked where the framework has none', () => {
    its = example({ room: room('actions'), mine: mine() });
    its.here.framework = { ...other, training: [], develop: [], demonstrate: [] };
    render(Starters, { here: its.here, oninsert: () => undefined });
    expect(screen.queryByText('Nothing comes to mind?')).toBeNull();
  });
});

describe('a kind of role', () => {
  it('marks what is often key, keeps to the device, and goes when it is forgotten', async () => {
    ofVcse('leadership-team-working-skills');
    const { unmount } = render(Competencies, { here: its.here, arg: '' });
    await pick('Plans for the coming years');
    expect(screen.queryByText('Often key in roles like yours')).toBeNull();
    await pick('I lead an organisation');
    // HP and MC are core there, LO too although it is secondary by its class
    const marked = () => screen.getAllByRole('checkbox').filter((box) => box.getAttribute('aria-describedby')).map((box) => box.getAttribute('aria-label'));
    expect(marked()).toEqual(['Holding people to account', 'Leading others', 'Managing/delivering change']);
    expect(screen.getByRole('status').textContent).toMatch(/^3 of these have a mark/);
    expect(document.body.textContent).not.toMatch(/missing|gap/i);
    expect(its.sent()).toEqual([]); // nobody is told
    expect(store.session('s')?.work).toEqual({ delivery: 'strategic', management: 'organisation' });

    unmount();
    render(Competencies, { here: its.here, arg: '' });
    expect(await screen.findByRole('radio', { name: 'I lead an organisation' })).toHaveProperty('checked', true);
    await tick();
    expect(marked()).toHaveLength(3);
    await fireEvent.click(screen.getByRole('button', { name: 'Take the marks off' }));
    expect(marked()).toEqual([]);
    expect(store.session('s')?.work).toBeNull();
    await pick('Work from day to day', 'Myself');
    expect(localStorage.getItem('trivet:session:s')).toMatch(/frontline/);
    store.forget('s');
    expect(localStorage.getItem('trivet:session:s')).toBeNull();
  });

  it('is not asked where the framework has no roles', async () => {
    its = example({ room: room('competencies', choice), mine: mine() });
    render(Competencies, { here: its.here, arg: '' });
    await tick();
    expect(screen.queryByText('Which is closest to your role?')).toBeNull();
  });
});

describe('a framework', () => {
  it('says whom it was written for and where it comes from where areas are chosen', () => {
    its = example({ room: room('area', { choice: { area: null, competencies: [] } }), mine: mine() });
    its.here.framework = other;
    render(Area, { here: its.here, arg: '' });
    expect(screen.getByText(vcse.scope)).toBeTruthy();
    expect(screen.getByText('Drawn from “VCSE Sector Competency Framework”, Kent and Medway CCG / Peopletoo, 2022. Described in our own words.')).toBeTruthy();
  });

  it('says beside its stages that they are no ranking', () => {
    ofVcse('people-skills');
    const [competency] = other.areas[0]?.competencies ?? [];
    if (!competency) throw new Error('an empty framework');
    render(More, { here: its.here, competency });
    const details = summary(/^What it can look like/).closest('details') as HTMLElement;
    expect(within(details).getByText('Each stage builds on the one before. It isn’t about seniority.')).toBeTruthy();
    expect(within(details).getAllByRole('listitem')).toHaveLength(12);
  });
});
