// Which page stands in the address bar, and moving between pages without loading anew. Secrets come behind `#`
// and are taken out of the address bar at once.

export type Route =
  | { page: 'home' | 'join' | 'start' | 'alone' | 'frameworks' | 'privacy' | 'pieces' | 'lost' }
  | { page: 'session' | 'console' | 'display'; id: string };

const WITH_ID = /^\/(session|console|display)\/([^/]+)\/?$/;
const PLAIN: Record<string, 'home' | 'join' | 'start' | 'alone' | 'frameworks' | 'privacy'> = { '/': 'home', '/join': 'join', '/start': 'start', '/alone': 'alone', '/frameworks': 'frameworks', '/privacy': 'privacy' };

export function match(path: string): Route {
  const found = WITH_ID.exec(path);
  if (found?.[1] && found[2]) return { page: found[1] as 'session' | 'console' | 'display', id: decode(found[2]) };
  const page = PLAIN[path.length > 1 ? path.replace(/\/$/, '') : path];
  if (page) return { page };
  return { page: (import.meta.env.DEV || import.meta.env.MODE === 'pieces') && path === '/pieces' ? 'pieces' : 'lost' };
}

/** Half an escape in a pasted link is no reason to show nothing. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

class Router {
  route = $state.raw<Route>(match(location.pathname));
  /** Where within the page ("rate.2"), from `?at=`; so that the browser's own Back works inside a session. */
  at = $state(new URLSearchParams(location.search).get('at') ?? '');

  constructor() {
    window.addEventListener('popstate', () => this.#read());
    document.addEventListener('click', (event) => this.#click(event));
  }

  /** To another page. */
  go(path: string, replace = false): void {
    history[replace ? 'replaceState' : 'pushState'](null, '', path);
    this.#read();
    window.scrollTo(0, 0);
  }

  /** To another place within this page. */
  show(at: string, replace = false): void {
    this.go(at === '' ? location.pathname : `${location.pathname}?at=${encodeURIComponent(at)}`, replace);
  }

  #read(): void {
    const next = match(location.pathname);
    const { route } = this;
    const same = next.page === route.page && ('id' in next ? next.id : '') === ('id' in route ? route.id : '');
    if (!same) this.route = next;
    this.at = new URLSearchParams(location.search).get('at') ?? '';
  }

  #click(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    // A link to a place on this page is the browser's; a path that is no page of ours is the server's.
    if (link.pathname === location.pathname && link.hash) return;
    if (match(link.pathname).page === 'lost') return;
    event.preventDefault();
    this.go(link.pathname + link.search + link.hash);
  }
}

export const router = new Router();

/** What stands behind `#`, taken out of the address bar; null when nothing does. */
export function takeHash(): string | null {
  const hash = decode(location.hash.slice(1));
  if (hash === '') return null;
  history.replaceState(null, '', location.pathname + location.search);
  return hash;
}
