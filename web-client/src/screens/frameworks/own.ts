// The frameworks of one's own that this device remembers: their hash, which is what opens them at the server, and their
// name. Nothing may rely on it lasting: whoever has the file can bring it again.
import { store } from '$lib/store';

export interface Own {
  /** SHA-256 of the file in hex. */
  hash: string;
  name: string;
}

const KEY = 'trivet:frameworks';
/** More would be a list to search in. */
const MOST = 20;
const HASH = /^[0-9a-f]{64}$/;

/** The latest first. */
export function ownFrameworks(): Own[] {
  const kept = store.read<unknown>(KEY);
  if (!Array.isArray(kept)) return [];
  return kept.filter((one: Partial<Own> | null): one is Own => HASH.test(one?.hash ?? '') && typeof one?.name === 'string');
}

export function rememberFramework({ hash, name }: Own): void {
  store.write(KEY, [{ hash, name }, ...ownFrameworks().filter((one) => one.hash !== hash)].slice(0, MOST));
}

export function forgetFramework(hash: string): void {
  store.write(KEY, ownFrameworks().filter((one) => one.hash !== hash));
}
