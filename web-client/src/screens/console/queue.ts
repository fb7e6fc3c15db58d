// The queue of turns as the desk arranges it: in groups, and with one of them moved. Pure; gives the whole list that
// `turnOrder` takes. Who speaks is never decided here.
import type { QueuedTurn, TurnRef, TurnsBy } from '$lib/protocol';

export interface Group {
  /** A competency, or a person when turns go by person. */
  key: string;
  turns: QueuedTurn[];
}

export const sameTurn = (a: TurnRef, b: TurnRef) => a.participant === b.participant && a.competency === b.competency;

const refOf = ({ participant, competency }: TurnRef): TurnRef => ({ participant, competency });

/** In the order of each group's first turn. */
export function groups(queue: QueuedTurn[], by: TurnsBy): Group[] {
  const found = new Map<string, QueuedTurn[]>();
  for (const turn of queue) {
    const key = by === 'person' ? turn.participant : turn.competency;
    found.set(key, [...(found.get(key) ?? []), turn]);
  }
  return [...found].map(([key, turns]) => ({ key, turns }));
}

/** A turn that was had or is on has its place; the others can be moved. */
export const movable = (turn: QueuedTurn) => turn.standing === 'due' || turn.standing === 'parked';

/** The place in `group` that a turn would change with: the nearest one that can be moved. Null at an end. */
export function neighbour(group: Group, turn: TurnRef, step: -1 | 1): QueuedTurn | null {
  const at = group.turns.findIndex((one) => sameTurn(one, turn));
  for (let i = at + step; i >= 0 && i < group.turns.length; i += step) {
    const one = group.turns[i];
    if (one && movable(one)) return one;
  }
  return null;
}

/** The whole queue with those two changed. */
export function swapped(queue: QueuedTurn[], a: TurnRef, b: TurnRef): TurnRef[] {
  return queue.map((turn) => refOf(sameTurn(turn, a) ? b : sameTurn(turn, b) ? a : turn));
}

/** The whole queue with a turn as the last of its group. */
export function lastOf(queue: QueuedTurn[], group: Group, turn: TurnRef): TurnRef[] {
  const rest = queue.filter((one) => !sameTurn(one, turn));
  const last = group.turns.findLast((one) => !sameTurn(one, turn));
  const at = last ? rest.findIndex((one) => sameTurn(one, last)) + 1 : rest.length;
  return [...rest.slice(0, at), turn, ...rest.slice(at)].map(refOf);
}

/** The whole queue with a group one place further up or down; null at an end. */
export function groupMoved(all: Group[], key: string, step: -1 | 1): TurnRef[] | null {
  const at = all.findIndex((group) => group.key === key);
  const other = all[at + step];
  if (at < 0 || !other) return null;
  const order = all.map((group, i) => (i === at ? other : i === at + step ? (all[at] as Group) : group));
  return order.flatMap((group) => group.turns.map(refOf));
}
