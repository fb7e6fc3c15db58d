import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Command } from './protocol';
import { Session } from './session.svelte';
import { Store } from './store';
import { fakeDisk, fakeWorld, type FakeWorld } from './testing';

let store: Store;
let fake: FakeWorld;
let session: Session;
const ready = { type: 'ready', ready: true } as Command;

function start(): Session {
  fake = fakeWorld();
  const kept = store.session('s');
  if (!kept) throw new Error('not remembered');
  return new Session(kept, { store, world: fake.world, url: 'ws://x' });
}
function welcome(more: object = {}) {
  fake.last().opens();
  fake.last().says({ type: 'welcome', you: { participant: 'p', facilitator: false, display: false, seated: true }, now: Date.now() + 5_000, build: 'b1', room: { stage: { now: 'rate', furthest: 'rate' }, about: { opened: 1 }, people: [] }, mine: { me: { name: 'N' }, rows: { EI: { score: 1 }, IN: { score: 2 } } }, ...more });
}
const commands = () => fake.last().sent.filter((frame) => (frame as { type: string }).type === 'command') as { id: string; command: Command }[];

beforeEach(() => {
  vi.useFakeTimers();
  store = new Store(fakeDisk());
  store.remember({ id: 's', secret: 'x', role: 'participant', name: '', title: '', opened: 0 });
  session = start();
});
afterEach(() => {
  session.close();
  vi.useRealTimers();
});

describe('session', () => {
  it('takes whole documents on welcome and sections after', () => {
    welcome();
    const before = session.mine;
    fake.last().says({ type: 'changed', room: { stage: { now: 'discuss', furthest: 'discuss' } }, mine: { me: { name: 'N' }, rows: { IN: { score: 3 }, EI: null } } });
    expect(session.room).toMatchObject({ stage: { now: 'discuss' }, people: [] });
    expect(session.mine).toMatchObject({ rows: { IN: { score: 3 } } });
    expect(session.mine?.rows).not.toHaveProperty('EI');
    expect(before).toMatchObject({ rows: { EI: { score: 1 }, IN: { score: 2 } } });
    expect(session.skew).toBe(5_000);
  });

  it('gives somebody who waits the title only, and the rest when they are let in', () => {
    welcome({ you: { participant: 'p', facilitator: false, display: false, seated: false }, room: { title: 'A session' }, mine: undefined });
    void session.send(ready);
    expect([session.title, session.room]).toEqual(['A session', undefined]);
    fake.last().says({ type: 'welcome', you: { participant: 'p', facilitator: false, display: false, seated: true }, now: Date.now(), build: 'b1', room: { title: 'A session', stage: 'lobby', about: { opened: 1 } } });
    expect(session.room).toMatchObject({ title: 'A session' });
    expect(commands()).toHaveLength(1);
    expect(store.session('s')?.title).toBe('A session');
  });

  it('answers done, and sends nothing before the welcome', async () => {
    const answer = session.send(ready);
    fake.last().opens();
    expect(commands()).toEqual([]);
    welcome();
    const [sent] = commands();
    fake.last().says({ type: 'done', id: sent?.id });
    await expect(answer).resolves.toBe('done');
    expect(session.unsent).toBe(0);
    expect(store.session('s')?.outbox).toEqual([]);
  });

  it('sends what is unanswered again, also after the page was loaded anew', async () => {
    welcome();
    void session.send(ready);
    const id = commands()[0]?.id;
    fake.last().dies();
    vi.advanceTimersByTime(1_000);
    welcome();
    expect(commands().map((frame) => frame.id)).toEqual([id]);
    session.close();
    session = start();
    welcome();
    expect(commands().map((frame) => frame.id)).toEqual([id]);
  });

  it('answers a replaced value with its successor’s answer', async () => {
    welcome();
    const first = session.save('f', ready);
    const second = session.save('f', ready);
    fake.last().says({ type: 'done', id: commands()[0]?.id });
    fake.last().says({ type: 'refused', id: commands()[1]?.id, refusal: { type: 'notNow' } });
    await expect(first).resolves.toEqual({ type: 'notNow' });
    await expect(second).resolves.toEqual({ type: 'notNow' });
  });

  it('tries again by itself after busy', async () => {
    welcome();
    const answer = session.send(ready);
    const id = commands()[0]?.id;
    fake.last().says({ type: 'refused', id, refusal: { type: 'busy' } });
    expect(session.unsent).toBe(1);
    vi.advanceTimersByTime(2_000);
    expect(commands()).toHaveLength(2);
    fake.last().says({ type: 'done', id });
    await expect(answer).resolves.toBe('done');
  });

  it('says that the server has no room, until it takes something again', () => {
    welcome();
    void session.send(ready);
    const id = commands()[0]?.id;
    fake.last().says({ type: 'refused', id, refusal: { type: 'storageFull' } });
    expect(session.full).toBe(true);
    vi.advanceTimersByTime(2_000);
    fake.last().says({ type: 'done', id });
    expect(session.full).toBe(false);
  });

  it('says reconnecting after 2 s and offline after 30 s', () => {
    expect(session.state).toBe('connecting');
    welcome();
    expect(session.connected).toBe(true);
    fake.last().dies();
    expect(session.state).toBe('on');
    vi.advanceTimersByTime(2_000);
    expect(session.state).toBe('reconnecting');
    vi.advanceTimersByTime(28_000);
    expect(session.state).toBe('offline');
    welcome();
    expect(session.state).toBe('on');
  });

  it('ends with a reason, and answers everybody who waits', async () => {
    welcome();
    const answer = session.send(ready);
    fake.last().dies(4501);
    expect(session.state).toBe('over');
    expect(session.endedWhy).toBe('removed');
    await expect(answer).resolves.toMatchObject({ type: 'forbidden' });
  });

  it('notices newer pages', () => {
    welcome();
    expect(session.newBuild).toBe(false);
    fake.last().dies(1012);
    vi.advanceTimersByTime(1_000);
    welcome({ build: 'b2' });
    expect(session.newBuild).toBe(true);
  });

  it('offers no reload where only this page knows the way back', () => {
    session.close();
    store = new Store(null);
    store.remember({ id: 's', secret: 'x', role: 'participant', name: '', title: '', opened: 0 });
    session = start();
    welcome();
    fake.last().dies(1012);
    vi.advanceTimersByTime(1_000);
    welcome({ build: 'b2' });
    expect(session.newBuild).toBe(false);
  });

  it('stays where it was when a newer server names a stage that these pages lack', () => {
    welcome({ room: { stage: { now: 'harvest', furthest: 'harvest' }, about: { opened: 1 }, people: [] } });
    expect(session.room?.stage).toEqual({ now: 'lobby', furthest: 'lobby' });
    fake.last().says({ type: 'changed', room: { stage: { now: 'rate', furthest: 'rate' } } });
    fake.last().says({ type: 'changed', room: { stage: { now: 'harvest', furthest: 'harvest' }, people: [1] } });
    expect(session.room).toMatchObject({ stage: { now: 'rate', furthest: 'rate' }, people: [1] });
    fake.last().says({ type: 'changed', room: { stage: { now: 'discuss', furthest: 'harvest' } } });
    expect(session.room?.stage).toEqual({ now: 'discuss', furthest: 'closed' });
  });

  it('keeps a refusal nobody waits for where a page can find it', () => {
    welcome();
    void session.send(ready);
    session.close();
    session = start();
    welcome();
    fake.last().says({ type: 'refused', id: commands()[0]?.id, refusal: { type: 'notNow' } });
    expect(session.refused).toEqual({ command: ready, refusal: { type: 'notNow' } });
  });
});

describe('a new link', () => {
  const renewing = () => {
    welcome();
    const answer = session.renew();
    const sent = commands().at(-1);
    if (sent?.command.type !== 'newLink') throw new Error('no new link was sent');
    return { answer, id: sent.id, secret: sent.command.secret };
  };
  const hello = () => fake.last().sent[0];

  it('is kept before the server hears of it, and takes the old one’s place when it is done', async () => {
    const { answer, id, secret } = renewing();
    expect(store.session('s')).toMatchObject({ secret: 'x', next: secret });
    void session.save('note:rate', ready);
    fake.last().says({ type: 'done', id });
    await expect(answer).resolves.toBe('done');
    expect(store.session('s')).toMatchObject({ secret, next: null });
    expect(session.secret).toBe(secret);
    welcome();
    expect(hello()).toEqual({ type: 'hello', secret });
    expect(commands().map((one) => one.command)).toEqual([ready]); // what came behind it goes again
    expect(session.state).toBe('on');
  });

  it('is tried when the old one is dead and the answer was lost, and nothing typed is', () => {
    const { id, secret } = renewing();
    void session.save('note:rate', ready);
    fake.last().dies(4500);
    expect(session.endedWhy).toBeNull();
    expect(store.session('s')).toMatchObject({ secret: 'x', next: secret });
    welcome();
    expect(hello()).toEqual({ type: 'hello', secret });
    expect(store.session('s')).toMatchObject({ secret, next: null });
    expect(commands().map((one) => one.command.type)).toEqual(['newLink', 'ready']);
    // It was carried out under the old link: the server takes it for another command, and nobody needs to know.
    fake.last().says({ type: 'refused', id, refusal: { type: 'commandIdReused' } });
    expect(session.refused).toBeNull();
    expect(session.unsent).toBe(1);
  });

  it('tells every other command that it got mixed up, and keeps the words', async () => {
    renewing();
    const note = session.save('note:rate', ready);
    fake.last().dies(4500);
    welcome();
    fake.last().says({ type: 'refused', id: commands()[1]?.id, refusal: { type: 'commandIdReused' } });
    await expect(note).resolves.toEqual({ type: 'commandIdReused' });
  });

  it('is tried after a reload too', () => {
    const { secret } = renewing();
    session.close();
    session = start();
    fake.last().opens();
    expect(hello()).toEqual({ type: 'hello', secret: 'x' });
    fake.last().dies(4500);
    welcome();
    expect(hello()).toEqual({ type: 'hello', secret });
    expect(session.state).toBe('on');
  });

  it('is not taken as long as the server has not shown that it knows it', () => {
    renewing();
    fake.last().dies(4500);
    fake.last().opens();
    fake.last().dies(4500);
    expect(session.endedWhy).toBe('unknown');
    expect(store.session('s')).toMatchObject({ secret: 'x', over: 'unknown' });
  });

  it('is forgotten when it is refused', async () => {
    const { answer, id } = renewing();
    fake.last().says({ type: 'refused', id, refusal: { type: 'forbidden' } });
    await expect(answer).resolves.toEqual({ type: 'forbidden' });
    expect(store.session('s')).toMatchObject({ secret: 'x', next: null });
    expect(session.secret).toBe('x');
  });

  it('is one at a time', async () => {
    const { secret } = renewing();
    await expect(session.renew()).resolves.toEqual({ type: 'busy' });
    expect(store.session('s')?.next).toBe(secret);
  });

  it('that another tab made is found when the old one is dead', () => {
    welcome();
    store.change('s', (kept) => (kept.secret = 'by another tab'));
    fake.last().dies(4500);
    welcome();
    expect(hello()).toEqual({ type: 'hello', secret: 'by another tab' });
    expect(session.endedWhy).toBeNull();
  });
});

describe('what the home page’s list says', () => {
  const room = (now: string, about: object = {}) => ({ title: 'A session', stage: { now, furthest: now }, about: { opened: 1, keptUntil: null, keptDays: 30, rehearsal: false, solo: false, ...about }, people: [] });

  it('follows the stage and the date of deletion, and is not written for nothing', () => {
    welcome({ room: room('lobby') });
    expect(store.session('s')).toMatchObject({ title: 'A session', name: 'N', facts: { stage: 'lobby', opened: 1, keptUntil: null, keptDays: 30 } });
    const change = vi.spyOn(store, 'change');
    fake.last().says({ type: 'changed', room: { people: [] } });
    fake.last().says({ type: 'changed', mine: { rows: { EI: { score: 3 } } } });
    expect(change).not.toHaveBeenCalled();
    fake.last().says({ type: 'changed', room: room('closed', { keptUntil: 9 }) });
    expect(store.session('s')?.facts).toMatchObject({ stage: 'closed', keptUntil: 9 });
  });

  it('says that it opens nothing any more, until it does again', () => {
    welcome({ room: room('lobby') });
    fake.last().dies(4501);
    expect(store.session('s')?.over).toBe('removed');
    session = start();
    welcome({ room: room('lobby') });
    expect(store.session('s')?.over).toBeNull();
  });
});
