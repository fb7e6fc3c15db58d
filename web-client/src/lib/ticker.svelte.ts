// A `now` that moves, for clocks on the screen. What they show is minutes, in words: nothing ticks.
import { createSubscriber } from 'svelte/reactivity';

/** Screens beside each other are to say the same within a second, so each must look more often than that. */
const EVERY_MS = 500;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, EVERY_MS);
  return () => clearInterval(timer);
});

/** This device's time in ms; whoever reads it in a component is drawn anew as time goes on. */
export function now(): number {
  subscribe();
  return Date.now();
}
