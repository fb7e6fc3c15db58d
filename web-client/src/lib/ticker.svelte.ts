// A `now` that moves, for clocks on the screen. Coarse on purpose: phones show no ticking seconds.
import { createSubscriber } from 'svelte/reactivity';

const EVERY_MS = 5_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, EVERY_MS);
  return () => clearInterval(timer);
});

/** This device's time in ms; whoever reads it in a component is redrawn every few seconds. */
export function now(): number {
  subscribe();
  return Date.now();
}
