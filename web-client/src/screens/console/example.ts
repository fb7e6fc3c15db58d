// For tests: a desk as the server sends it, on a real Session over a socket that the test feeds by hand.
import type { Desk, DeskPerson, Framework, Room, RoomPerson, ServerFrame, Stage, Table } from '$lib/protocol';
import { Session } from '$lib/session.svelte';
import { Store } from '$lib/store';
import { fakeDisk, fakeWorld, type FakeSocket } from '$lib/testing';
import core from '../../../../shared/frameworks/core-competencies.json';
import { Guide } from './guide.svelte';
import { STAGES } from './pace';

const MINUTES = [4, 2, 3, 8, 60, 5, 5, 3];
export const TRUST = 'building-trusting-relationships';
export const THREE = ['reliable-and-consistent', 'reconcilers', 'empathic-listeners'];

interface Seat extends Partial<RoomPerson>, Partial<Omit<DeskPerson, 'participant'>> {
  name: string;
}

export interface Example {
  stage?: Stage;
  people?: Seat[];
  room?: Partial<Room>;
  desk?: Partial<Desk>;
  table?: Table;
}

export function welcome({ stage = 'lobby', people = [], room, desk, table = { lookedBack: [], items: {} } }: Example): ServerFrame {
  const seats: RoomPerson[] = people.map((person, i) => ({ participant: person.name.toLowerCase(), name: person.name, seat: i + 1, here: person.here ?? 'here', paper: person.paper ?? false }));
  const signals: DeskPerson[] = people.filter((person) => !person.paper).map((person) => ({ participant: person.name.toLowerCase(), ready: person.ready ?? false, moreTime: person.moreTime ?? false, hand: person.hand ?? false, asleep: person.asleep ?? false, nudged: person.nudged ?? false, answer: person.answer ?? null }));
  return {
    type: 'welcome', you: { participant: null, facilitator: true, co: false, display: false, seated: true }, now: Date.now(), build: 'b', table,
    room: {
      title: 'A title', about: { session: 's', framework: 'core-competencies', frameworkName: 'Core', zone: 'Europe/London', seats: 4, solo: false, rehearsal: false, followUp: false, opened: 0, keptDays: 30, keptUntil: null, reduced: false },
      prepared: { meeting: 'room', agreements: null, support: null, summaryTo: { who: 'here' }, area: null, competencies: [] }, prompt: null, themes: [],
      stage: { now: stage, furthest: stage }, clock: { endsAt: Date.now() + 31 * 60_000, left: null, paused: false, until: null }, choice: { area: TRUST, competencies: THREE }, people: seats,
      facilitators: [{ name: 'Morgan' }], turn: { now: null, next: null }, screen: { display: false, facilitatorAway: null }, ...room,
    },
    desk: {
      door: { code: 'KTR4M9XF', locked: false, begun: false, display: false, co: false, mostDays: 30 }, waiting: [], people: signals, checkIn: [], picks: null, turns: { by: 'competency', queue: [], since: null },
      plan: { stages: STAGES.map((one, i) => ({ stage: one, minutes: MINUTES[i] ?? 0, took: 0 })), since: Date.now() }, told: [], record: { answered: 0, of: signals.length, summary: { people: [], themes: [] } }, prompts: [], notes: {}, moves: [], ...desk,
    },
  };
}

export interface Opened {
  guide: Guide;
  socket: FakeSocket;
  /** Every command that was sent, without its id. */
  sent: () => unknown[];
  /** The server's answer to the last command. */
  answer: (refusal?: object) => void;
}

/** Needs fake timers. */
export function openDesk(example: Example): Opened {
  const fake = fakeWorld();
  const store = new Store(fakeDisk());
  const kept = store.remember({ id: 's', secret: 'x', role: 'facilitator', name: '', title: '', opened: 0 });
  const session = new Session(kept, { store, world: fake.world, url: 'ws://x' });
  const socket = fake.last();
  socket.opens();
  socket.says(welcome(example));
  const guide = new Guide(session);
  guide.framework = core as unknown as Framework;
  const commands = () => socket.sent.filter((one) => (one as { type: string }).type === 'command') as { id: string; command: unknown }[];
  return {
    guide, socket,
    sent: () => commands().map((one) => one.command),
    answer: (refusal) => socket.says(refusal ? { type: 'refused', id: commands().at(-1)?.id, refusal } : { type: 'done', id: commands().at(-1)?.id }),
  };
}
