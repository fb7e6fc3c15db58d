import { describe, expect, it } from 'vitest';
import type { QueuedTurn, Standing } from '$lib/protocol';
import { groupMoved, groups, lastOf, neighbour, swapped } from './queue';

const turn = (name: string, standing: Standing = 'due'): QueuedTurn => ({ participant: name[0] ?? '', competency: name[1] ?? '', standing });
const names = (turns: { participant: string; competency: string }[] | null) => turns?.map((one) => one.participant + one.competency).join(' ');
const QUEUE = [turn('a1', 'done'), turn('b1', 'now'), turn('c1'), turn('d1'), turn('b2'), turn('c2'), turn('d2'), turn('a2')];
const at = (key: string, queue = QUEUE, by: 'competency' | 'person' = 'competency') => groups(queue, by).find((group) => group.key === key) as ReturnType<typeof groups>[number];

describe('the queue of turns', () => {
  it('stands in rounds, or person by person', () => {
    expect(groups(QUEUE, 'competency').map((group) => `${group.key}: ${names(group.turns)}`)).toEqual(['1: a1 b1 c1 d1', '2: b2 c2 d2 a2']);
    expect(groups(QUEUE, 'person').map((group) => group.key)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('moves a turn past the next one that can be moved, never past who speaks or spoke', () => {
    expect(neighbour(at('1'), turn('c1'), -1)).toBeNull();
    expect(neighbour(at('2'), turn('a2'), 1)).toBeNull();
    const other = neighbour(at('1'), turn('c1'), 1);
    expect(names(other && [other])).toBe('d1');
    expect(names(swapped(QUEUE, turn('c1'), turn('d1')))).toBe('a1 b1 d1 c1 b2 c2 d2 a2');
  });

  it('changes with its round also where the list is mixed', () => {
    const mixed = [turn('a1'), turn('a2'), turn('b1'), turn('b2')];
    expect(names(swapped(mixed, turn('a1'), turn('b1')))).toBe('b1 a2 a1 b2');
  });

  it('puts a turn last in its round', () => {
    expect(names(lastOf(QUEUE, at('1'), turn('c1')))).toBe('a1 b1 d1 c1 b2 c2 d2 a2');
    expect(names(lastOf(QUEUE, at('2'), turn('b2')))).toBe('a1 b1 c1 d1 c2 d2 a2 b2');
    expect(names(lastOf([turn('a1')], at('1', [turn('a1')]), turn('a1')))).toBe('a1');
  });

  it('moves a person with all of theirs', () => {
    const people = groups([turn('a1'), turn('a2'), turn('b1'), turn('b2')], 'person');
    expect(names(groupMoved(people, 'b', -1))).toBe('b1 b2 a1 a2');
    expect(groupMoved(people, 'b', 1)).toBeNull();
  });
});
