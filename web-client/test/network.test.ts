// The pages' own session, socket, outbox and store against the real program over a bad network: run by the tests of the
// promises, which start both, say who takes part, and look afterwards at what the server has. Alone it has nothing to do.
// What the browser would give is stood in for: a disk in memory, a waking by hand, Node's own WebSocket.
// @vitest-environment node
import { readFileSync, writeFileSync } from 'node:fs';
import { WebSocket } from 'undici';
import { describe, expect, it } from 'vitest';
import type { Command } from '$lib/protocol';
import { Session } from '$lib/session.svelte';
import type { World } from '$lib/socket';
import { Store } from '$lib/store';
import { fakeDisk } from '$lib/testing';

interface Seat {
  session: string;
  secret: string;
  facilitator: boolean;
  /** The socket's address, through the bad network. */
  url: string;
  /** Where the page was loaded from. */
  origin: string;
  competency: string;
  seed: number;
  steps: number;
}

interface Seen {
  reason: string | null;
  minutes: number;
  commands: number;
  answered: number;
  refused: string[];
  reloads: number;
  room: unknown;
  mine: unknown;
  table: unknown;
}

const given = process.env['TRIVET_NETWORK'];
/** Everything has been answered by then, or something hangs. */
const SETTLED_MS = 90_000;

/** As in the harness: the same seed gives the same numbers below `most`. */
function dice(seed: number): (most: number) => number {
  let state = seed >>> 0;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

/** A browser as far as a socket sees one, its chance drawn by a seed; `wake` is what becoming visible again does. */
function browser(origin: string, roll: (most: number) => number): { world: World; wake: () => void } {
  const woken = new Set<() => void>();
  class FromPage extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { origin } });
    }
  }
  const world: World = {
    WebSocket: FromPage as unknown as World['WebSocket'],
    setTimeout: (run, ms) => setTimeout(run, ms) as unknown as number,
    clearTimeout: (id) => clearTimeout(id),
    now: () => Date.now(),
    random: () => roll(1_000) / 1_000,
    visible: () => true,
    onWake: (run) => {
      woken.add(run);
      return () => woken.delete(run);
    },
  };
  return { world, wake: () => woken.forEach((run) => run()) };
}

const pause = (ms: number) => new Promise((over) => setTimeout(over, ms));

/** Somebody at work until everything of theirs is answered; what comes back tells what their page holds in the end. */
async function person(seat: Seat): Promise<() => Promise<Seen>> {
  const roll = dice(seat.seed);
  const seen: Seen = { reason: null, minutes: 0, commands: 0, answered: 0, refused: [], reloads: 0, room: null, mine: null, table: null };
  const role = seat.facilitator ? 'facilitator' : 'participant';
  const [store, { world, wake }] = [new Store(fakeDisk(), null), browser(seat.origin, dice(seat.seed + 1))];
  const { key } = store.remember({ id: seat.session, secret: seat.secret, role, name: '', title: '', opened: Date.now() });
  const load = () => {
    const kept = store.session(key);
    if (!kept) throw new Error('the device forgot the seat');
    return new Session(kept, { store, world, url: seat.url });
  };
  let page = load();
  const note = (sent: Promise<'done' | { type: string }>) => {
    seen.commands += 1;
    void sent.then((answer) => {
      seen.answered += 1;
      if (answer !== 'done') seen.refused.push(answer.type);
    });
  };
  for (let step = 0; step < seat.steps; step += 1) {
    const what = roll(20);
    if (what === 0) {
      // A reload: what was unanswered lies in local storage, and goes again from there.
      page.close();
      page = load();
      seen.reloads += 1;
    } else if (what === 1) {
      wake();
    } else if (seat.facilitator) {
      // A deed, not a value: done twice it would show.
      const minutes = (seen.minutes > 0 ? -1 : 1) * (1 + roll(7));
      seen.minutes += minutes;
      note(page.send({ type: 'extend', stage: 'rate', minutes } as Command));
    } else {
      seen.reason = `words ${String(step)} ${String(roll(1e9))}`;
      note(page.save(`reason:${seat.competency}`, { type: 'rate', competency: seat.competency, reason: seen.reason } as Command));
    }
    await pause(roll(60));
  }
  const settled = () => expect.poll(() => [page.state, page.unsent], { timeout: SETTLED_MS, interval: 20 }).toEqual(['on', 0]);
  await settled();
  return async () => {
    // Nobody else says anything any more: what they said last is on the wire before the answer to this, which changes nothing.
    await page.send(seat.facilitator ? { type: 'goTo', stage: 'rate' } : { type: 'raiseHand', raised: false });
    await settled();
    expect(store.session(key)?.outbox).toEqual([]);
    Object.assign(seen, { room: page.room, mine: page.mine ?? null, table: page.table ?? null });
    page.close();
    return seen;
  };
}

describe.skipIf(given === undefined)('over a bad network', () => {
  it('keeps every word and does every deed once', { timeout: 4 * SETTLED_MS }, async () => {
    const { seats, out } = JSON.parse(readFileSync(given ?? '', 'utf8')) as { seats: Seat[]; out: string };
    const ends = await Promise.all(seats.map(person));
    writeFileSync(out, JSON.stringify(await Promise.all(ends.map((end) => end()))));
  });
});
