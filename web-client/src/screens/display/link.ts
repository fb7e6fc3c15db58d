// The display's link: its secret and the join code, `SECRET.CODE` behind the hash. Kept on this device for a reload.
import { takeHash } from '$lib/router.svelte';
import { Session } from '$lib/session.svelte';
import { keyOf, store } from '$lib/store';

const CODE = 'trivet:code:';

/** The session of this address and the code to show, or null when this device has no secret for it. */
export function enterDisplay(id: string): { session: Session; code: string | null } | null {
  const [secret, code] = takeHash()?.split('.') ?? [];
  if (secret) {
    const kept = store.remember({ id, secret, role: 'display', name: '', title: '', opened: Date.now() });
    store.write(CODE + id, code ?? null);
    return { session: new Session(kept), code: code ?? null };
  }
  const known = store.session(keyOf(id, 'display'));
  return known && { session: new Session(known), code: store.read<string>(CODE + id) };
}
