// A `changed` frame into what is on the screen. A document is a set of sections; a changed one comes whole.
// Sections that are keyed maps come by key: a value replaces that key, null removes it.
import type { Mine, Table } from './protocol';

export const MINE_MAPS = ['rows', 'actions', 'carried'] as const satisfies readonly (keyof Mine)[];
export const TABLE_MAPS = ['items'] as const satisfies readonly (keyof Table)[];

/** Gives a new document; sections that did not change keep their identity, so nothing redraws for nothing. */
export function merge<T extends object>(old: T | undefined, changed: object | null | undefined, maps: readonly string[] = []): T | undefined {
  if (!changed) return old;
  const next: Record<string, unknown> = { ...old };
  for (const [section, value] of Object.entries(changed)) {
    const before = next[section];
    next[section] = maps.includes(section) && isObject(before) && isObject(value) ? mergeMap(before, value) : value;
  }
  return next as T;
}

function mergeMap(old: Record<string, unknown>, changed: Record<string, unknown>): Record<string, unknown> {
  const next = { ...old };
  for (const [key, value] of Object.entries(changed)) {
    if (value === null) Reflect.deleteProperty(next, key);
    else next[key] = value;
  }
  return next;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
