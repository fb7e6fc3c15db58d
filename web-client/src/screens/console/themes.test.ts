// The group's themes at the desk: written so that everybody sees them, agreed to as they stand, and in the preview of the
// summary only then.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import '$lib/words-console';
import type { GroupTheme } from '$lib/protocol';
import { router } from '$lib/router.svelte';
import { store } from '$lib/store';
import { openDesk, type Example } from './example';
import Wide from './Wide.svelte';

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sessionStorage.clear();
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network in tests')));
  vi.stubGlobal('scrollTo', () => undefined);
  router.show('themes', true);
});
afterEach(() => {
  store.forget('s');
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const PEOPLE = [{ name: 'Alex' }, { name: 'Priya' }];
const theme = (more: Partial<GroupTheme> = {}): GroupTheme => ({ theme: 't1', kind: 'theme', text: 'Heavy weeks', agreed: false, ...more });
const line = (name = 'Theme 1') => screen.getByRole('textbox', { name }) as HTMLTextAreaElement;
const yes = (name = 'Theme 1') => screen.getByRole('button', { name: `The group said yes: ${name}` });

function open(example: Partial<Example>) {
  const desk = openDesk({ stage: 'actions', people: PEOPLE, ...example });
  render(Wide, { guide: desk.guide, onmenu: () => undefined });
  return desk;
}

it('begins a line where the focus is, and sends it with its kind', async () => {
  const { sent } = open({});
  await fireEvent.click(screen.getByRole('button', { name: 'Add a training idea' }));
  await vi.advanceTimersByTimeAsync(0);
  const field = line('Training idea 1');
  expect(document.activeElement).toBe(field);
  expect(sent()).toEqual([]);
  await fireEvent.input(field, { target: { value: 'An afternoon on saying no' } });
  await fireEvent.blur(field);
  expect(sent()).toMatchObject([{ type: 'theme', kind: 'training', text: 'An afternoon on saying no', was: '' }]);
});

it('sends the yes after the words it is to, and takes it off words that were changed', async () => {
  const { sent, socket } = open({ room: { themes: [theme({ agreed: true })] } });
  expect(yes().getAttribute('aria-pressed')).toBe('true');
  await fireEvent.input(line(), { target: { value: 'Heavy weeks are planned late' } });
  expect(yes().getAttribute('aria-pressed'), 'nobody has heard these words').toBe('false');
  await fireEvent.click(yes());
  expect(sent()).toMatchObject([{ text: 'Heavy weeks are planned late', was: 'Heavy weeks' }, { agreed: true, was: 'Heavy weeks are planned late' }]);
  socket.says({ type: 'changed', room: { themes: [theme({ text: 'Heavy weeks are planned late', agreed: true })] } });
  await vi.advanceTimersByTimeAsync(0);
  expect(yes().getAttribute('aria-pressed')).toBe('true');
});

it('says so when another console changed the words meanwhile', async () => {
  const { answer } = open({ room: { themes: [theme()] } });
  await fireEvent.click(yes());
  answer({ type: 'stale', now: 'Other words' });
  await vi.advanceTimersByTimeAsync(0);
  expect(screen.getByText(/have changed since you read them/)).toBeTruthy();
});

it('keeps a line that is emptied under the hands of whoever writes it', async () => {
  const { socket, answer } = open({ room: { themes: [theme()] } });
  await fireEvent.input(line(), { target: { value: '' } });
  await fireEvent.blur(line());
  socket.says({ type: 'changed', room: { themes: [] } });
  answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(line().value).toBe('');
});

it('takes one out, and goes on with the way to add another', async () => {
  const { sent, socket, answer } = open({ room: { themes: [theme()] } });
  await fireEvent.click(screen.getByRole('button', { name: 'Take it out: Theme 1' }));
  expect(sent()).toEqual([{ type: 'theme', theme: 't1', text: null }]);
  socket.says({ type: 'changed', room: { themes: [] } });
  answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(document.activeElement?.textContent).toBe('Add a theme');
});

it('stays one line, however it is pasted', async () => {
  const { sent } = open({ room: { themes: [theme()] } });
  await fireEvent.input(line(), { target: { value: 'Heavy weeks\n\tare planned late' } });
  await fireEvent.blur(line());
  expect(line().value).toBe('Heavy weeks are planned late');
  expect(sent()).toMatchObject([{ text: 'Heavy weeks are planned late' }]);
});

it('is not there before the group has talked, and stands on a console that is projected', async () => {
  const { guide } = open({ stage: 'rate' });
  expect(screen.queryByRole('heading', { level: 1, name: 'Themes of the group' })).toBeNull();
  expect(guide.talked).toBe(false);
  const later = open({ room: { themes: [theme()] } });
  later.guide.covered = true;
  await vi.advanceTimersByTimeAsync(0);
  expect(line().value).toBe('Heavy weeks');
});
