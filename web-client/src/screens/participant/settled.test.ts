// What was settled before the day stands on a participant's pages, and a choice that was set back says why.
import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '$lib/words-talk';
import type { PreparedView } from '$lib/protocol';
import Area from './Area.svelte';
import Competencies from './Competencies.svelte';
import { example, mine, room, type Example } from './example';
import RecordPage from './Record.svelte';
import Settled from './Settled.svelte';
import Support from './Support.svelte';

const PREPARED: PreparedView = { meeting: 'room', agreements: null, support: null, summaryTo: { who: 'here' }, area: null, competencies: [] };
const TRUST = 'building-trusting-relationships';
let its: Example;

beforeEach(() => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined)); // no server here
  window.scrollTo = () => undefined;
});
afterEach(() => {
  its.here.close();
  vi.unstubAllGlobals();
});

describe('the lobby', () => {
  it('has the agreements, who guides, who gets the summary and how long it is kept', () => {
    its = example({ room: room('lobby', { prepared: { ...PREPARED, agreements: ['Ours'], meeting: 'call', summaryTo: { who: 'others', name: 'our team leader' } } }), mine: mine() });
    render(Settled, { here: its.here });
    expect(screen.getAllByRole('listitem').map((one) => one.textContent)).toEqual(['Ours', 'Recording, transcript and AI notes are off.']);
    expect(screen.getByText('Morgan guides this session.')).toBeTruthy();
    expect(screen.getByText(/everyone here, and to our team leader/)).toBeTruthy();
    expect(screen.getByText(/We meet in a call/)).toBeTruthy();
  });
});

describe('a suggestion', () => {
  it('stands on the area page until the group has chosen', async () => {
    its = example({ room: room('area', { prepared: { ...PREPARED, area: TRUST }, choice: { area: null, competencies: [] } }), mine: mine() });
    render(Area, { here: its.here, arg: '' });
    expect(screen.getByText('Suggested for today: Building trusting relationships')).toBeTruthy();
    its.changes({ room: { choice: { area: 'values-and-attitudes', competencies: [] } } });
    await tick();
    expect(screen.queryByText(/Suggested for today/)).toBeNull();
  });

  it('is not of another area than the group chose', () => {
    const prepared = { ...PREPARED, area: TRUST, competencies: ['reconcilers'] };
    its = example({ room: room('competencies', { prepared, choice: { area: 'values-and-attitudes', competencies: [] } }), mine: mine() });
    render(Competencies, { here: its.here, arg: '' });
    expect(screen.queryByText(/Suggested for today/)).toBeNull();
  });
});

describe('the support line', () => {
  it('is the session’s own where there is one', () => {
    its = example({ room: room('closed', { prepared: { ...PREPARED, support: 'Ring the duty manager' } }), mine: mine() });
    render(Support, { here: its.here });
    expect(screen.getByText('Ring the duty manager')).toBeTruthy();
  });
});

describe('the record page', () => {
  const record = { answered: true, name: true, shown: [], actions: [] };

  it('says who will get it, as it was settled', async () => {
    its = example({ room: room('closed', { prepared: { ...PREPARED, summaryTo: { who: 'facilitators' } } }), mine: mine() });
    render(RecordPage, { here: its.here, arg: '' });
    expect(screen.getByText(/^Morgan will get it, and nobody else/)).toBeTruthy();
    its.changes({ room: { prepared: { ...PREPARED, summaryTo: { who: 'others', name: 'our team leader' } } } });
    await tick();
    expect(screen.getByText(/^Everyone here gets it: Priya, Sam, Morgan and you. So will our team leader/)).toBeTruthy();
  });

  it('says so when a choice was set back, and not to somebody who never chose', async () => {
    its = example({ room: room('closed'), mine: mine({ record }) });
    const { unmount } = render(RecordPage, { here: its.here, arg: '' });
    await tick();
    expect(screen.queryByText(/You had chosen already/)).toBeNull();
    its.changes({ mine: { record: { ...record, answered: false, name: false } } });
    await tick();
    expect(screen.getByText(/You had chosen already/)).toBeTruthy();
    unmount();
    its.here.close();
    its = example({ room: room('closed'), mine: mine() });
    render(RecordPage, { here: its.here, arg: '' });
    expect(screen.queryByText(/You had chosen already/)).toBeNull();
  });
});
