// Whether a phone shows the full console instead of the pocket one. Kept by the tab, so that a reload does not change it.
const WHOLE = 'trivet:whole:';

export function fullHere(session: string): { on: boolean } {
  const key = WHOLE + session;
  let on = $state(read(key));
  return {
    get on() {
      return on;
    },
    set on(value: boolean) {
      on = value;
      try {
        if (value) sessionStorage.setItem(key, '1');
        else sessionStorage.removeItem(key);
      } catch {
        // Blocked storage: until this page is loaded again.
      }
    },
  };
}

function read(key: string): boolean {
  try {
    return sessionStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}
