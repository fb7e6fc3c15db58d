// Opening a session from an address: the secret comes behind `#` (then it is taken out of the address bar and kept
// on this device) or is already kept here.
import { takeHash } from './router.svelte';
import { Session } from './session.svelte';
import { store, type Role } from './store';

/** The session of this address, or null when this device has no secret for it. */
export function enter(id: string, role: Role): Session | null {
  const secret = takeHash();
  const known = store.find(id, role);
  if (secret !== null && secret !== known?.secret) {
    return new Session(store.remember({ id, secret, role, name: '', title: '', opened: Date.now() }));
  }
  if (!known) return null;
  store.use(known);
  return new Session(known);
}
