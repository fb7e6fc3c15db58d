// For the tests of these pages: a participant's session on a socket fed by hand, with whole documents of the contract
// and the framework as it ships.
import core from '../../../../shared/frameworks/core-competencies.json';
import type { Command, Framework, Mine, MineRow, Refusal, Room, Stage, Table } from '$lib/protocol';
import { Session } from '$lib/session.svelte';
import { Store } from '$lib/store';
import { fakeDisk, fakeWorld, type FakeSocket } from '$lib/testing';
import { Here } from './here.svelte';

export const CHOSEN = ['reliable-and-consistent', 'empathic-listeners', 'reconcilers'];
/** As the server gives it: with its empty lists. */
const framework = {
  ...core,
  areas: core.areas.map((area) => ({ ...area, competencies: area.competencies.map((one) => ({ indicators: [], terms: [], ...one })) })),
} as unknown as Framework;
const NOW = Date.parse('2026-11-24T14:00Z');

export function room(stage: Stage, more: Partial<Room> = {}): Room {
  const person = (participant: string, name: string, seat: number) => ({ participant, name, seat, here: 'here' as const, paper: false });
  return {
    title: 'A session',
    about: { session: 's', framework: 'core-competencies', frameworkName: 'Core Competencies', zone: 'Europe/London', seats: 4, solo: false, rehearsal: false, followUp: false, opened: NOW, keptDays: 30, keptUntil: null, reduced: false },
    prepared: { meeting: 'room', agreements: null, support: null, summaryTo: { who: 'here' }, area: null, competencies: [] },
    prompt: null, themes: [],
    stage: { now: stage, furthest: stage },
    clock: { endsAt: null, left: null, paused: false, until: null },
    choice: { area: 'building-trusting-relationships', competencies: CHOSEN },
    people: [person('me', 'Alex', 1), person('p', 'Priya', 2), person('s', 'Sam', 3)],
    facilitators: [{ name: 'Morgan' }],
    turn: { now: null, next: null },
    screen: { display: false, facilitatorAway: null },
    ...more,
  };
}

export function row(competency: string, more: Partial<MineRow> = {}): MineRow {
  return { competency, score: null, reason: null, declined: false, rescore: null, shift: null, jots: {}, shown: null, covered: false, ...more };
}

export function mine(more: Partial<Mine> = {}): Mine {
  return {
    me: { participant: 'me', name: 'Alex', place: 'seated', out: false, role: null, organisation: null, ready: false, moreTime: false, hand: false, checkIn: false, nudged: false, answer: null },
    preferences: { areas: [], ratherNot: [], competencies: [] },
    received: [],
    sent: [],
    earlier: [],
    carried: {},
    record: { answered: false, name: false, shown: [], actions: [] },
    keeping: { kept: false, review: null, until: null },
    rows: {},
    actions: {},
    ...more,
  };
}

export interface Example {
  here: Here;
  socket: () => FakeSocket;
  /** Commands sent so far. */
  sent: () => Command[];
  /** The server's answer to the latest command. */
  answers: (answer?: Refusal) => void;
  changes: (documents: { room?: Partial<Room>; mine?: Partial<Mine>; table?: Partial<Table> }) => void;
}

/** A welcomed participant. Needs no timers of its own; close `here` at the end. */
export function example(documents: { room: Room; mine: Mine; table?: Table }): Example {
  const fake = fakeWorld();
  const store = new Store(fakeDisk(), fakeDisk());
  const session = new Session(store.remember({ id: 's', secret: 'x', role: 'participant', name: 'Alex', title: '', opened: 0 }), { store, world: fake.world, url: 'ws://x' });
  fake.last().opens();
  fake.last().says({ type: 'welcome', you: { participant: 'me', facilitator: false, display: false, seated: true }, now: NOW, build: 'b', table: { lookedBack: [], items: {} }, ...documents });
  const here = new Here(session);
  here.framework = framework;
  here.begin();
  const frames = () => fake.last().sent.filter((frame): frame is { type: 'command'; id: string; command: Command } => (frame as { type: string }).type === 'command');
  return {
    here,
    socket: () => fake.last(),
    sent: () => frames().map(({ command }) => command),
    answers: (answer) => {
      const id = frames().at(-1)?.id;
      fake.last().says(answer ? { type: 'refused', id, refusal: answer } : { type: 'done', id });
    },
    changes: (changed) => fake.last().says({ type: 'changed', ...changed }),
  };
}
