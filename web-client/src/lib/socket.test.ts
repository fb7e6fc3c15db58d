import { beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import { OPEN_MS, QUIET_MS, SILENCE_MS, Socket, STEADY_MS } from './socket';
import { fakeWorld, type FakeWorld } from './testing';

const hello = { type: 'hello' };
const ping = { type: 'ping' };

let fake: FakeWorld;
let log: unknown[];
let socket: Socket<{ type: string }>;

beforeEach(() => {
  vi.useFakeTimers();
  fake = fakeWorld();
  log = [];
  socket = new Socket({ url: 'ws://x', hello, ping, world: fake.world, onFrame: (frame) => log.push(frame), onUp: () => log.push('up'), onDown: () => log.push('down'), onOver: (code) => log.push(code) });
});
afterEach(() => {
  socket.close();
  vi.useRealTimers();
});

function connect() {
  const last = fake.last();
  last.opens();
  last.says({ type: 'welcome' });
  return last;
}

describe('socket', () => {
  it('says hello first and hands on frames', () => {
    const first = connect();
    expect(first.sent).toEqual([hello]);
    expect(log).toEqual(['up', { type: 'welcome' }]);
    expect(socket.connected).toBe(true);
  });

  it('sends nothing before the server spoke', () => {
    fake.last().opens();
    expect(socket.send({ type: 'command' })).toBe(false);
    expect(fake.last().sent).toEqual([hello]);
  });

  it('backs off: within a second, then 1, 2, 4, 8, 15, 15 s around', () => {
    const waits = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000];
    for (const [tries, wait] of waits.entries()) {
      fake.last().dies();
      vi.advanceTimersByTime(wait - 1);
      expect(fake.sockets).toHaveLength(tries + 1);
      vi.advanceTimersByTime(1);
      expect(fake.sockets).toHaveLength(tries + 2);
    }
  });

  it('forgets the back-off only after a connection that lasted', () => {
    fake.last().dies();
    vi.advanceTimersByTime(500);
    connect().dies(); // spoke, but died at once: the next wait is longer
    vi.advanceTimersByTime(500);
    expect(fake.sockets).toHaveLength(2);
    vi.advanceTimersByTime(500);
    const good = connect();
    vi.advanceTimersByTime(STEADY_MS + 1);
    good.says({ type: 'pong' });
    good.dies();
    vi.advanceTimersByTime(500);
    expect(fake.sockets).toHaveLength(4);
  });

  it('asks when it is quiet, and opens a second one after 25 s of silence', () => {
    const first = connect();
    vi.advanceTimersByTime(QUIET_MS);
    expect(first.sent.at(-1)).toEqual(ping);
    vi.advanceTimersByTime(SILENCE_MS - QUIET_MS);
    expect(fake.sockets).toHaveLength(2);
    expect(first.closed).toBeNull();
  });

  it('keeps the new one when it speaks first', () => {
    const old = connect();
    fake.wake();
    expect(old.sent.at(-1)).toEqual(ping);
    const young = connect();
    expect(old.closed).toBe(1000);
    socket.send({ type: 'command' });
    expect(young.sent.at(-1)).toEqual({ type: 'command' });
    expect(log.filter((entry) => entry === 'down')).toEqual([]);
  });

  it('keeps the old one when it speaks first', () => {
    const old = connect();
    fake.wake();
    const young = fake.last();
    old.says({ type: 'pong' });
    expect(young.closed).toBe(1000);
    expect(old.closed).toBeNull();
    young.says({ type: 'welcome' }); // too late
    socket.send({ type: 'command' });
    expect(old.sent.at(-1)).toEqual({ type: 'command' });
  });

  it('gives up an old one that does not answer after waking', () => {
    const old = connect();
    fake.wake();
    fake.last().dies();
    vi.advanceTimersByTime(OPEN_MS);
    expect(old.closed).toBe(1000);
    expect(log.at(-1)).toBe('down');
    vi.advanceTimersByTime(15_000);
    expect(fake.sockets.length).toBeGreaterThan(2);
  });

  it('wakes without back-off', () => {
    for (let i = 0; i < 4; i++) {
      fake.last().dies();
      vi.advanceTimersByTime(10_000);
    }
    fake.last().dies();
    const before = fake.sockets.length;
    fake.wake();
    expect(fake.sockets).toHaveLength(before + 1);
    vi.advanceTimersByTime(100);
    fake.wake(); // a second event of the same waking
    expect(fake.sockets).toHaveLength(before + 1);
  });

  it('is patient while hidden', () => {
    const first = connect();
    fake.visible = false;
    vi.advanceTimersByTime(10 * 60_000);
    expect(fake.sockets).toHaveLength(1);
    first.dies();
    vi.advanceTimersByTime(10 * 60_000);
    expect(fake.sockets).toHaveLength(1);
    fake.visible = true;
    fake.wake();
    expect(fake.sockets).toHaveLength(2);
  });

  it('gives up a connection that never speaks', () => {
    fake.last().opens();
    vi.advanceTimersByTime(OPEN_MS);
    expect(fake.sockets[0]?.closed).toBe(1000);
    vi.advanceTimersByTime(1_000);
    expect(fake.sockets).toHaveLength(2);
  });

  it('ends for good from 4500 on', () => {
    connect().dies(4507);
    fake.wake();
    vi.advanceTimersByTime(60_000);
    expect(fake.sockets).toHaveLength(1);
    expect(log.at(-1)).toBe(4507);
    expect(socket.connected).toBe(false);
  });

  it('survives nonsense', () => {
    const first = connect();
    for (const data of ['{', 'null', '"words"']) first.onmessage?.({ data });
    expect(log).toHaveLength(2);
  });
});
