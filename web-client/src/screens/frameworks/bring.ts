// The calls for a framework of one's own. The file travels as it is, so that the server sees the bytes it would keep and
// can say on which line something is wrong.
import { ApiError, bearer } from '$lib/api';
import type { Framework } from '$lib/protocol';

/** Something that is wrong with a file, in the server's words. */
export interface Problem {
  line: number;
  /** A path such as `areas[0].name`; `file` for the whole. */
  field: string;
  message: string;
}

export interface Looked {
  hash: string;
  framework: Framework;
}

/** What is wrong, in the order of the file. */
export class WrongFile extends Error {
  override name = 'WrongFile';
  constructor(
    readonly problems: Problem[],
    /** How many more there are. */
    readonly more: number,
  ) {
    super('WrongFile');
  }
}

/** Bytes a framework may have (the server's limit). */
export const MOST_BYTES = 256 * 1024;

interface Refusal {
  error?: { code?: string; field?: string; problems?: Problem[]; more?: number };
}

async function post<T>(path: string, body: ArrayBuffer, key?: string): Promise<T> {
  const headers = new Headers({ 'Content-Type': 'application/json' });
  if (key !== undefined) bearer(headers, key);
  const init: RequestInit = { method: 'POST', headers, body, credentials: 'omit', cache: 'no-store', redirect: 'error' };
  const response = await fetch(`/api/frameworks${path}`, init).catch(() => {
    throw new ApiError(0, 'offline');
  });
  if (response.ok) return (await response.json()) as T;
  const { error } = ((await response.json().catch(() => null)) ?? {}) as Refusal;
  if (error?.problems?.length) throw new WrongFile(error.problems, error.more ?? 0);
  throw new ApiError(response.status, error?.code ?? 'unknown', error?.field);
}

/** Reads a file and keeps nothing. Throws `WrongFile`, or `ApiError`. */
export const look = (file: ArrayBuffer): Promise<Looked> => post<Looked>('/check', file);

/** Has the server keep a file. `key`: the operator's, where sessions may not be opened by everybody. */
export const bring = (file: ArrayBuffer, key?: string): Promise<{ hash: string; name: string }> => post('', file, key);

/** One of the listed frameworks, cut down to a pattern for an own file: whole fields, few of each. */
export function pattern(framework: Framework, id: string, name: string): string {
  const areas = framework.areas.slice(0, 1).map((area) => ({ ...area, competencies: area.competencies.slice(0, 2) }));
  const used = new Set(areas.flatMap((area) => area.competencies.flatMap(({ terms }) => terms)));
  const glossary = framework.glossary.filter((term) => used.has(term.id));
  return `${JSON.stringify({ ...framework, id, name, areas, glossary, roles: [] }, null, 2)}\n`;
}
