// The run sheet and the blank forms: times, the form's columns in their order, and no link unless it is asked for.
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '$lib/words-console';
import type { PreparedView } from '$lib/protocol';
import { openDesk, TRUST, type Example } from '../console/example';
import { clock, readTime, timetable } from './paper';
import Print from './Print.svelte';

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network in tests')));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function print(what: 'runsheet' | 'forms', example: Example = {}) {
  const desk = openDesk(example);
  return { ...desk, ...render(Print, { guide: desk.guide, what }) };
}
const PREPARED: PreparedView = { meeting: 'room', agreements: null, support: null, summaryTo: { who: 'here' }, area: TRUST, competencies: ['reconcilers'] };

describe('times of day', () => {
  it('reads what people type', () => {
    expect([readTime('14:00'), readTime('9.30'), readTime(' 0930 '), readTime('24:00'), readTime('9:60'), readTime('soon'), readTime('')]).toEqual([840, 570, 570, null, null, null, null]);
  });
  it('goes past midnight', () => {
    expect([clock(840), clock(24 * 60 + 5)]).toEqual(['14:00', '0:05']);
  });
  it('lays stages one after the other', () => {
    expect(timetable([{ minutes: 4 }, { minutes: 0 }, { minutes: 8 }]).map(({ from }) => from)).toEqual([0, 4, 4]);
  });
});

describe('the run sheet', () => {
  it('has plan, script and what is suggested, in minutes until a time is typed', async () => {
    print('runsheet', { people: [{ name: 'Alex' }], room: { prepared: { ...PREPARED, agreements: ['Ours'] }, choice: { area: null, competencies: [] } } });
    expect(screen.getByRole('row', { name: /^4 min Area/ })).toBeTruthy();
    expect(screen.getByText('Ours')).toBeTruthy();
    expect(screen.getByText(/Welcome, and thank you/)).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Reconcilers' })).toBeTruthy();
    expect(screen.getByText('Alex')).toBeTruthy();
    await fireEvent.input(screen.getByRole('textbox', { name: 'Starts at' }), { target: { value: '14:00' } });
    expect(screen.getByRole('row', { name: /^14:04 to 14:06 Area/ })).toBeTruthy();
    expect(screen.getByText(/Ends at 15:30/)).toBeTruthy();
  });

  it('keeps the time it starts at, in this tab', async () => {
    const first = print('runsheet');
    await fireEvent.input(screen.getByRole('textbox', { name: 'Starts at' }), { target: { value: '14:00' } });
    first.unmount();
    print('runsheet');
    expect((screen.getByRole('textbox', { name: 'Starts at' }) as HTMLInputElement).value).toBe('14:00');
  });

  it('prints the link back only when asked, and never while it is on screen', async () => {
    const { guide } = print('runsheet');
    expect(document.querySelector('.square')).toBeNull();
    await fireEvent.click(screen.getByRole('switch', { name: /Print my link back/ }));
    expect(document.querySelector('.square')).not.toBeNull();
    guide.covered = true;
    await Promise.resolve();
    expect(document.querySelector('.square')).toBeNull();
    expect(screen.queryByRole('switch')).toBeNull();
    expect(document.body.textContent).not.toContain('Alex');
  });
});

describe('the blank forms', () => {
  it('have the columns and lines of the paper form in its order, three rows always', async () => {
    print('forms', { room: { prepared: PREPARED, choice: { area: null, competencies: [] } } });
    const forms = screen.getAllByRole('article');
    expect(forms).toHaveLength(4);
    const form = within(forms[0] as HTMLElement);
    expect(form.getAllByRole('columnheader').map((one) => one.textContent)).toEqual(['Competency', 'Confidence 1–10', 'Why this score?', 'Actions for development', 'Review date']);
    const rows = form.getAllByRole('row').slice(1).map((row) => row.textContent?.replace(/\s+/g, ' ').trim());
    expect(rows).toEqual(['Area:Building Trusting RelationshipsCompetency:Reconcilers', 'Area:Competency:', 'Area:Competency:']);
    expect(Array.from(forms[0]?.querySelectorAll('footer dt') ?? [], (one) => one.textContent)).toEqual(['Name', 'Role', 'Organisation', 'Date']);
    await fireEvent.input(screen.getByRole('textbox', { name: 'How many?' }), { target: { value: '2' } });
    expect(screen.getAllByRole('article')).toHaveLength(2);
  });
});
