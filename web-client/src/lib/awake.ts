// Keeps the screen on while somebody wants it and the browser can (https only; elsewhere the switch is hidden).

export const canKeepAwake = typeof navigator !== 'undefined' && 'wakeLock' in navigator;

/** Asks for the lock, and again whenever the page comes back; gives the way to let go. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | null = null;
  let wanted = true;
  const ask = () => {
    if (!wanted || !canKeepAwake || document.visibilityState !== 'visible') return;
    navigator.wakeLock.request('screen').then(
      (got) => {
        if (wanted) lock = got;
        else void got.release();
      },
      () => undefined, // low battery, or no gesture yet: the next tap asks again
    );
  };
  ask();
  document.addEventListener('visibilitychange', ask);
  document.addEventListener('pointerup', ask);
  return () => {
    wanted = false;
    document.removeEventListener('visibilitychange', ask);
    document.removeEventListener('pointerup', ask);
    void lock?.release();
  };
}
