// Bringing an earlier sheet: reading a way-back link, fetching the sheet behind it, and handing sheet or file to the
// server. A secret of an earlier session leaves this page only as the Authorization header of a call to this same address.
import { api, ApiError } from '$lib/api';
import type { Taken } from '$lib/protocol';

export interface Seat {
  id: string;
  secret: string;
}

export type Why = 'link' | 'elsewhere' | 'same' | 'gone' | 'tooLarge' | 'notASheet' | 'changed' | 'summary' | 'newer' | 'unread' | 'offline';

/** It can't be brought, for a reason with words of its own (`earlier.wrong.*`). */
export class CannotBring extends Error {
  override name = 'CannotBring';
  constructor(
    readonly why: Why,
    /** The address a link leads to, with `elsewhere`. */
    readonly there = '',
  ) {
    super(why);
  }
}

/** Bytes a sheet may have (the server's limit). */
export const MOST_BYTES = 1024 * 1024;
const SECRET = /^[\w-]{43}$/;
const PATH = /^\/session\/([\w-]+)\/?$/;

/** The seat that a pasted way-back link opens. Throws `CannotBring`. */
export function readLink(text: string, here: { origin: string; session: string }): Seat {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw new CannotBring('link');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new CannotBring('link');
  const id = PATH.exec(url.pathname)?.[1];
  const secret = url.hash.slice(1);
  if (id === undefined || !SECRET.test(secret)) throw new CannotBring('link');
  if (url.origin !== here.origin) throw new CannotBring('elsewhere', url.host);
  if (id === here.session) throw new CannotBring('same');
  return { id, secret };
}

const STATUS_GONE = [401, 403, 404];

/** The sheet of an earlier session on this server. Throws `CannotBring` or `ApiError`. */
export async function sheetOf({ id, secret }: Seat): Promise<Blob> {
  try {
    return await api.document(id, secret, 'sheet', 'json');
  } catch (error) {
    throw error instanceof ApiError && STATUS_GONE.includes(error.status) ? new CannotBring('gone') : named(error);
  }
}

/** Hands a sheet to the server, which keeps what it can use. Throws `CannotBring` or `ApiError`. */
export async function bring(into: Seat, sheet: Blob): Promise<Taken> {
  if (sheet.size > MOST_BYTES) throw new CannotBring('tooLarge');
  const body = await sheet.arrayBuffer().catch(() => {
    throw new CannotBring('unread'); // moved or taken away since it was chosen
  });
  const type = typeOf(new Uint8Array(body));
  if (type === null) throw new CannotBring('notASheet');
  const headers = { Authorization: `Bearer ${into.secret}`, 'Content-Type': type };
  const init: RequestInit = { method: 'POST', headers, body, credentials: 'omit', cache: 'no-store', redirect: 'error' };
  const response = await fetch(`/api/sessions/${encodeURIComponent(into.id)}/earlier`, init).catch(() => {
    throw new CannotBring('offline');
  });
  if (response.ok) return (await response.json()) as Taken;
  const said = (await response.json().catch(() => null)) as { error?: { code?: string } } | null;
  const why = response.status === 413 ? 'tooLarge' : WHY[said?.error?.code ?? ''];
  if (why) throw new CannotBring(why);
  throw new ApiError(response.status, said?.error?.code ?? 'unknown');
}

/** By the server's code. */
const WHY: Record<string, Why> = { notASheet: 'notASheet', summarySheet: 'summary', newerSheet: 'newer', sameSession: 'same', invalid: 'changed' };

/** By its first bytes: names and types of files say little. */
function typeOf(bytes: Uint8Array): string | null {
  const head = new TextDecoder().decode(bytes.subarray(0, 64)).replace(/^\ufeff/, '').trimStart();
  if (head.startsWith('%PDF-')) return 'application/pdf';
  return head.startsWith('{') ? 'application/json' : null;
}

function named(error: unknown): unknown {
  return error instanceof ApiError && error.code === 'offline' ? new CannotBring('offline') : error;
}
