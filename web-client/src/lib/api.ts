// The HTTP calls of the contract, typed, and a socket's address. What goes over it is session.svelte.ts's; words for failures are the screens'.

import { plainNames } from './names';
import type { Framework, PreparedView, Stage } from './protocol';

export class ApiError extends Error {
  override name = 'ApiError';
  constructor(
    /** HTTP status; 0 when nothing answered. */
    readonly status: number,
    /** The server's code, or `offline`. */
    readonly code: string,
    readonly field?: string,
    /** Seconds to wait, where the server said so. */
    readonly retryAfter?: number,
  ) {
    super(code);
  }
}

export interface NewSession {
  framework: string;
  title?: string;
  facilitator?: string;
  seats?: number;
  /** Minutes by stage. */
  plan?: Partial<Record<Stage, number>>;
  /** IANA name; dates exports and review dates. */
  zone?: string;
  solo?: boolean;
  /** People have met before: the lobby invites to bring earlier sheets. */
  followUp?: boolean;
  /** With three pretend people, and nothing of it kept. */
  rehearsal?: boolean;
  secret?: string;
}

/** What anybody may know of this server. */
export interface ServerInfo {
  operator: string | null;
  privacyContact: string | null;
  privacyAddress: string | null;
  supportLine: string | null;
  keptDays: number;
  /** False where words travel unencrypted: pages say so. */
  private: boolean;
  /** Opening a session needs the operator's key. */
  createKey: boolean;
}

export interface Opened {
  session: string;
  code: string;
  secret: string;
  consoleUrl: string;
  joinUrl: string;
}

export interface Joined {
  session: string;
  participant: string;
  secret: string;
  seated: boolean;
}

/** What whoever has a code may know before they say who they are. */
export interface Looked {
  title: string;
  facilitators: string[];
  prepared: PreparedView;
  keptDays: number;
  rehearsal: boolean;
}

/** `blank`: the form to fill in by hand, as PDF alone. */
export type Document = 'summary' | 'sheet' | 'blank';
export type Format = 'pdf' | 'docx' | 'csv' | 'md' | 'json' | 'ics';

interface Ask {
  method?: string;
  body?: unknown;
  secret?: string;
}

/** The header that carries a secret. What no header can carry is nobody's secret, and refused as the server would. */
export function bearer(headers: Headers, secret: string): void {
  try {
    headers.set('Authorization', `Bearer ${secret}`);
  } catch {
    throw new ApiError(401, 'unauthorized');
  }
}

async function ask(path: string, { method = 'GET', body, secret }: Ask = {}): Promise<Response> {
  const headers = new Headers();
  if (secret !== undefined) bearer(headers, secret);
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  const init: RequestInit = { method, headers, credentials: 'omit', cache: 'no-store', redirect: 'error' };
  if (body !== undefined) init.body = JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(`/api${path}`, init);
  } catch {
    throw new ApiError(0, 'offline');
  }
  if (response.ok) return response;
  const said = (await response.json().catch(() => null)) as { error?: { code?: string; field?: string } } | null;
  const wait = Number(response.headers.get('Retry-After') ?? NaN);
  throw new ApiError(response.status, said?.error?.code ?? 'unknown', said?.error?.field, Number.isFinite(wait) ? wait : undefined);
}

const json = async <T>(path: string, how?: Ask): Promise<T> => (await (await ask(path, how)).json()) as T;
const at = (id: string) => `/sessions/${encodeURIComponent(id)}`;

export const api = {
  server: () => json<ServerInfo>('/server'),
  /** `key`: the operator's, where sessions may not be opened by everybody. */
  open: (body: NewSession, key?: string) => json<Opened>('/sessions', { method: 'POST', body, ...(key !== undefined && { secret: key }) }),
  join: (body: { code: string; name: string; secret?: string }) => json<Joined>('/join', { method: 'POST', body }),
  /** What one would join. A code is no secret, but it is in no address either. */
  look: (code: string) => json<Looked>('/join/look', { method: 'POST', body: { code } }),
  frameworks: () => json<Framework[]>('/frameworks'),
  framework: (id: string) => json<Framework>(`/frameworks/${encodeURIComponent(id)}`),
  /** The session's framework, its names as they stand on a screen. */
  frameworkOf: async (session: string, secret: string) => plainNames(await json<Framework>(`${at(session)}/framework`, { secret })),
  erase: (session: string, secret: string) => ask(at(session), { method: 'DELETE', secret }),
  eraseMe: (session: string, secret: string) => ask(`${at(session)}/me`, { method: 'DELETE', secret }),
  /** Everything held about the participant whose secret it is. */
  held: async (session: string, secret: string) => (await ask(`${at(session)}/mine.json`, { secret })).blob(),
  /** A document as text or file; the secret travels in a header, so a plain link would not do. */
  document: async (session: string, secret: string, what: Document, format: Format) =>
    (await ask(`${at(session)}/${what}.${format}`, { secret })).blob(),
};

/** Hands a file to the person, as their browser does it. */
export function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Some browsers read the address only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export function socketUrl(id: string): string {
  const url = new URL(`/api/sessions/${encodeURIComponent(id)}/socket`, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
