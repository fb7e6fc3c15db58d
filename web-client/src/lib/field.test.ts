import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Field, flushAll, isWriting, lengthOf, LOCAL_MS, SERVER_MS } from './field.svelte';
import type { Answer } from './session.svelte';
import { Store } from './store';
import { fakeDisk } from './testing';

let store: Store;
let saves: { text: string; was: string; answer: (answer: Answer) => void }[];
let fields: Field[];

beforeEach(() => {
  vi.useFakeTimers();
  store = new Store(fakeDisk());
  store.remember({ id: 's', secret: 'x', role: 'participant', name: '', title: '', opened: 0 });
  saves = [];
  fields = [];
});
afterEach(() => {
  fields.forEach((field) => field.destroy());
  vi.useRealTimers();
});

function make(value = '', max = 10): Field {
  const field = new Field({ key: 'f', session: 's', value, max, store, save: (text, was) => new Promise((answer) => saves.push({ text, was, answer })) });
  fields.push(field);
  return field;
}
const draft = () => store.session('s')?.drafts['f'];
const answered = async (index: number, answer: Answer) => {
  saves[index]?.answer(answer);
  await vi.advanceTimersByTimeAsync(0);
};
const stale = (now: string) => ({ type: 'stale', now }) as Answer;

describe('field', () => {
  it('reaches the device within 300 ms although typing never stops, and the server every 2 s', () => {
    const field = make();
    field.focus();
    for (let i = 0; i < 5; i++) {
      field.write('a'.repeat(i + 1));
      vi.advanceTimersByTime(100);
    }
    expect(draft()?.text).toBe('aaa');
    vi.advanceTimersByTime(SERVER_MS);
    expect(saves.map((save) => save.text)).toEqual(['aaaaa']);
  });

  it('goes at once on blur, and when asked', () => {
    const field = make();
    field.write('a');
    field.blur();
    field.write('ab');
    flushAll();
    expect(saves.map((save) => save.text)).toEqual(['a', 'ab']);
    expect(draft()?.text).toBe('ab');
  });

  it('says saved only after done, and then keeps no draft', async () => {
    const field = make();
    expect(field.state).toBe('untouched');
    field.write('a');
    vi.advanceTimersByTime(LOCAL_MS);
    expect(field.state).toBe('local');
    field.flush();
    expect(field.state).toBe('local');
    await answered(0, 'done');
    expect(field.state).toBe('saved');
    expect(draft()).toBeUndefined();
  });

  it('is not saved when more was typed meanwhile', async () => {
    const field = make();
    field.write('a');
    field.flush();
    field.write('ab');
    await answered(0, 'done');
    expect(field.state).toBe('local');
    expect(isWriting()).toBe(true);
  });

  it('takes a server value only when nobody writes and nothing is on its way', async () => {
    const field = make('old');
    field.focus();
    field.take('new');
    expect(field.value).toBe('old');
    field.write('mine');
    field.blur();
    field.take('new');
    expect(field.value).toBe('mine');
    await answered(0, 'done');
    field.take('new');
    expect(field.value).toBe('new');
  });

  it('goes on past the limit, on this device only', async () => {
    const field = make('', 3);
    field.write('abcde');
    vi.advanceTimersByTime(SERVER_MS);
    expect(field.state).toBe('over');
    expect(field.over).toBe(2);
    expect(saves).toEqual([]);
    expect(draft()?.text).toBe('abcde');
    field.write('abc');
    field.flush();
    await answered(0, 'done');
    expect(field.state).toBe('saved');
  });

  it('counts like the server: scalars after NFC', () => {
    expect(lengthOf('e\u0301')).toBe(1);
    expect(lengthOf('👋')).toBe(1);
  });

  it('brings a draft back and sends it', () => {
    store.change('s', (kept) => (kept.drafts['f'] = { text: 'draft', was: 'old' }));
    const field = make('old');
    expect(field.value).toBe('draft');
    expect(saves).toMatchObject([{ text: 'draft', was: 'old' }]);
  });

  it('keeps the words when the server refuses', async () => {
    const field = make();
    field.write('a');
    field.flush();
    await answered(0, { type: 'notNow' } as Answer);
    expect(field.state).toBe('refused');
    expect(field.value).toBe('a');
    expect(draft()?.text).toBe('a');
  });

  it('knows its own echo in a stale answer, and asks about another device’s words', async () => {
    const field = make('');
    field.write('a');
    field.flush();
    field.write('ab');
    field.flush();
    await answered(0, stale('')); // an older save: the newer one will tell
    await answered(1, stale('a'));
    expect(saves[2]).toMatchObject({ text: 'ab', was: 'a' });
    await answered(2, stale('other'));
    expect(field.elsewhere).toBe('other');
    field.settle('mine');
    expect(saves[3]).toMatchObject({ text: 'ab', was: 'other' });
    await answered(3, 'done');
    expect(field.state).toBe('saved');
  });

  it('says so when the browser keeps nothing', () => {
    store = new Store(null);
    const field = make();
    field.write('a');
    vi.advanceTimersByTime(LOCAL_MS);
    expect(field.state).toBe('blocked');
  });
});
