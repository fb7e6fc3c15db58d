// Saving one's sheet: the PDF first, words while it takes long, and a second try when the server is busy or out of reach.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { t } from '$lib/words';
import { example, mine, room, type Example } from './example';
import SaveSheet from './SaveSheet.svelte';

/** What the server answers, oldest first; when there is nothing more, it doesn't. */
let answers: (() => Promise<Response>)[];
let asked: string[];
let saved: string[];
let its: Example;

const file = () => Promise.resolve(new Response('%PDF-1.7'));
const busy = () => Promise.resolve(new Response(JSON.stringify({ error: { code: 'busy' } }), { status: 503 }));
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

beforeEach(() => {
  [answers, asked, saved] = [[], [], []];
  vi.stubGlobal('fetch', (path: string) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (name === 'framework') return new Promise(() => undefined);
    asked.push(name);
    return answers.shift()?.() ?? new Promise(() => undefined);
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) { saved.push(this.download); });
  URL.createObjectURL = () => 'blob:';
  its = example({ room: room('closed'), mine: mine() });
  render(SaveSheet, { session: its.here.session });
});
afterEach(() => {
  its.here.close();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('saving a sheet', () => {
  it('is a PDF by the main button, and the other formats beside it', async () => {
    answers = [file, file];
    await press(t('sheet.save'));
    await vi.waitFor(() => expect(saved).toEqual([`${t('sheet.file')}.pdf`]));
    await press(t('sheet.save.docx'));
    await vi.waitFor(() => expect(saved).toHaveLength(2));
    expect(asked).toEqual(['sheet.pdf', 'sheet.docx']);
  });

  it('says what is wrong when the server is busy or out of reach, and tries the same file again', async () => {
    answers = [busy, () => Promise.reject(new TypeError('offline')), file];
    await press(t('sheet.save'));
    expect((await screen.findByRole('alert')).textContent).toContain(t('failure.busy'));
    await press(t('saving.again'));
    await vi.waitFor(() => expect(screen.getByRole('alert').textContent).toContain(t('failure.offline')));
    await press(t('saving.again'));
    await vi.waitFor(() => expect(saved).toEqual([`${t('sheet.file')}.pdf`]));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(asked).toEqual(['sheet.pdf', 'sheet.pdf', 'sheet.pdf']);
  });

  it('says that it is at work when that takes longer than a moment', async () => {
    await press(t('sheet.save'));
    expect(screen.getByRole('status').textContent).toBe('');
    await vi.waitFor(() => expect(screen.getByRole('status').textContent).toBe(t('saving.working')), { timeout: 3_000 });
  });
});
