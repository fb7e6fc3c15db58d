// A sheet that its owner keeps: the switch with its dates in words, and the page once everything else is deleted.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '$lib/words-talk';
import { example, mine, room, type Example } from './example';
import KeepSheet from './KeepSheet.svelte';
import Notes from './Notes.svelte';
import Sheet from './Sheet.svelte';

const REST = Date.parse('2026-12-22T12:00Z');
const OWN = Date.parse('2027-02-18T12:00Z');
const keeping = { kept: true, review: '2027-01-19', until: OWN };
let its: Example;

function closed(more: object = {}) {
  const base = room('closed');
  return { ...base, about: { ...base.about, keptUntil: REST, ...more } };
}
const words = () => document.body.textContent.replace(/\s+/g, ' ');

beforeEach(() => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined)); // no server here
  window.scrollTo = () => undefined;
});
afterEach(() => {
  its.here.close();
  vi.unstubAllGlobals();
});

describe('the switch', () => {
  it('is off at first and says what each side means', async () => {
    its = example({ room: closed(), mine: mine({ keeping: { ...keeping, kept: false } }) });
    render(KeepSheet, { here: its.here });
    const sheet = screen.getByRole<HTMLInputElement>('switch', { name: 'Keep my sheet until I’ve looked back' });
    expect(sheet.checked).toBe(false);
    expect(words()).toContain('Your sheet goes on 22 December 2026, with everything else. Switched on, it stays until 18 February 2027.');
    await fireEvent.click(sheet);
    expect(its.sent().at(-1)).toEqual({ type: 'keepSheet', kept: true });
    expect(words()).toContain('Your sheet is kept until 18 February 2027; everything else goes on 22 December 2026.');
  });

  it('names no date of the session while that moves', async () => {
    its = example({ room: room('actions'), mine: mine({ keeping: { ...keeping, until: null } }) });
    render(KeepSheet, { here: its.here });
    expect(words()).toContain('Your sheet is kept until 30 days after 19 January 2027, your last review date.');
    its.changes({ mine: { keeping: { kept: true, review: null, until: null } } });
    await tick();
    expect(words()).toContain('Your sheet is kept 30 days longer than everything else.');
  });

  it('goes back when the server says no', async () => {
    its = example({ room: closed(), mine: mine({ keeping: { ...keeping, kept: false } }) });
    render(KeepSheet, { here: its.here });
    await fireEvent.click(screen.getByRole('switch'));
    its.answers({ type: 'notNow' });
    await tick();
    await tick();
    expect(screen.getByRole('alert')).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>('switch').checked).toBe(false);
  });
});

describe('a kept sheet', () => {
  it('is one’s own alone: what needs a group is gone from it', () => {
    its = example({ room: { ...closed({ reduced: true }), people: [], facilitators: [] }, mine: mine({ keeping }) });
    render(Sheet, { here: its.here, arg: '' });
    expect(words()).toContain('Everything else of this session is deleted. Your own sheet is kept until 18 February 2027, for you alone.');
    expect(screen.queryByRole('switch')).toBeNull();
    expect(screen.queryByRole('button', { name: /group’s summary/ })).toBeNull();
    for (const name of [/^Save my sheet/, 'Delete my answers', /Keep a way back/]) expect(screen.getByRole('button', { name })).toBeTruthy();
  });

  it('keeps what others left in writing, with nobody left to tell it to', () => {
    const received = [{ feedback: 'f', from: 'p', name: 'Priya', competency: 'reconcilers', kind: 'strength' as const, text: 'You listen', kept: true, told: false }];
    its = example({ room: { ...closed({ reduced: true }), people: [], facilitators: [] }, mine: mine({ keeping, received }) });
    render(Notes, { here: its.here, arg: '' });
    expect(words()).toContain('From Priya');
    expect(screen.queryByRole('button', { name: /^Tell/ })).toBeNull();
    expect(words()).not.toContain('acilitator');
  });
});
