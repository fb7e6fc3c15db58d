// What only this tab of this device remembers, and only while it is open: where somebody stood, a time they typed. Never
// anybody's words.

/** What was remembered; null when nothing was, or where storage is blocked. */
export function recall(name: string): string | null {
  try {
    return sessionStorage.getItem(`trivet:${name}`);
  } catch {
    return null;
  }
}

/** `null` forgets. */
export function remember(name: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(`trivet:${name}`);
    else sessionStorage.setItem(`trivet:${name}`, value);
  } catch {
    // Blocked storage: remembered until reloaded, which is what the page can do.
  }
}
