// The list on the home page: what each session is and until when it is kept, said without asking the server.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Facts, Kept } from '$lib/store';
import KnownSession from './KnownSession.svelte';

const DAY_MS = 86_400_000;
const facts: Facts = { stage: 'rate', opened: Date.UTC(2026, 10, 22), keptUntil: null, keptDays: 30, rehearsal: false, solo: false, co: false };
const kept = (more: Partial<Kept> = {}): Kept => ({ key: 's', id: 's', secret: 'x', next: null, role: 'facilitator', name: '', title: 'Tuesday', facts, over: null, opened: 0, code: '', met: false, work: null, earlier: null, outbox: [], drafts: {}, ...more });
const words = () => document.body.textContent.replace(/\s+/g, ' ');
let onforget = vi.fn();

function show(more?: Partial<Kept>) {
  document.body.innerHTML = '';
  onforget = vi.fn();
  render(KnownSession, { one: kept(more), onforget });
  return words();
}

describe('a session on this device', () => {
  beforeEach(() => vi.useRealTimers());

  it('says what it is, where it was last seen, and how long it is kept', () => {
    const said = show();
    expect(said).toContain('You guide it');
    expect(said).toContain('22 Nov');
    expect(said).toContain('Last seen in Rate');
    expect(said).toContain('Kept on the server until 30 days after its last change.');
    expect(screen.getByRole('link', { name: /Tuesday/ }).getAttribute('href')).toBe('/console/s');
  });

  it('names the day once there is one, and says when it has passed', () => {
    expect(show({ facts: { ...facts, stage: 'closed', keptUntil: Date.now() + DAY_MS } })).toMatch(/Closed Kept on the server until \d+ \w+ \d{4}\./);
    expect(show({ facts: { ...facts, stage: 'closed', keptUntil: Date.now() - DAY_MS } })).toMatch(/It was deleted on \d+ \w+ \d{4}\./);
    expect(screen.queryByRole('link')).toBeNull();
  });

  it('tells one’s own sheet, where one keeps it, from the rest', () => {
    const own = { ...facts, stage: 'closed' as const, keptUntil: Date.now() + DAY_MS, sheetUntil: Date.now() + 9 * DAY_MS };
    expect(show({ role: 'participant', facts: own })).toMatch(/Your own sheet is kept until \d+ \w+ \d{4}, the rest until \d+ \w+ \d{4}\./);
    expect(show({ role: 'participant', facts: { ...own, keptUntil: Date.now() - DAY_MS } })).toContain('The rest is deleted.');
    expect(screen.getByRole('link')).toBeTruthy();
    expect(show({ role: 'participant', facts: { ...own, keptUntil: Date.now() - 9 * DAY_MS, sheetUntil: Date.now() - DAY_MS } })).toMatch(/It was deleted on \d+ \w+ \d{4}\./);
  });

  it('marks rehearsals, one’s own, and somebody else’s', () => {
    expect(show({ facts: { ...facts, rehearsal: true } })).toMatch(/Rehearsal(?!.*Kept on)/);
    expect(show({ role: 'participant', facts: { ...facts, solo: true } })).toContain('On your own');
    expect(show({ facts: { ...facts, co: true } })).toContain('You guide it with somebody');
    expect(show({ role: 'participant', name: 'Alex' })).toContain('You’re Alex in it');
  });

  it('says what has ended, and lets it be forgotten', async () => {
    expect(show({ over: 'erased' })).toContain('It was erased. Nothing of it is left on the server.');
    expect(show({ over: 'gone' })).toContain('It has been deleted.');
    expect(show({ over: 'unknown' })).toContain('The link on this device doesn’t open it any more.');
    expect(screen.queryByRole('link')).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'Forget on this device' }));
    expect(words()).toContain('This takes it off this list.');
    await fireEvent.click(screen.getByRole('button', { name: 'Forget it here' }));
    expect(onforget).toHaveBeenCalled();
  });

  it('leads somebody who was removed to their own sheet', () => {
    expect(show({ role: 'participant', over: 'removed' })).toContain('Your own sheet is still yours.');
    expect(screen.getByRole('link')).toBeTruthy();
  });
});
