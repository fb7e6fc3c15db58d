// How this person likes their screen, kept on this device for all sessions. Nothing here is sent anywhere.
import { store } from './store';

const KEY = 'trivet:settings';

export type Theme = 'system' | 'light' | 'dark';
export type TextSize = 'normal' | 'large' | 'larger';

interface Kept {
  theme: Theme;
  text: TextSize;
  hideTime: boolean;
  keepAwake: boolean;
  coverAway: boolean;
}

const NORMAL: Kept = { theme: 'system', text: 'normal', hideTime: false, keepAwake: false, coverAway: false };

class Settings {
  #kept = $state<Kept>({ ...NORMAL, ...store.read<Partial<Kept>>(KEY) });
  /** Own answers covered, until uncovered or reloaded. */
  covered = $state(false);

  get theme() { return this.#kept.theme; }
  set theme(value) { this.#set('theme', value); }
  get text() { return this.#kept.text; }
  set text(value) { this.#set('text', value); }
  get hideTime() { return this.#kept.hideTime; }
  set hideTime(value) { this.#set('hideTime', value); }
  get keepAwake() { return this.#kept.keepAwake; }
  set keepAwake(value) { this.#set('keepAwake', value); }
  /** Cover by itself when the page is hidden (T20: a switch, off). */
  get coverAway() { return this.#kept.coverAway; }
  set coverAway(value) { this.#set('coverAway', value); }

  /** Puts theme and text size on the page; call once at the start. */
  apply(root = document.documentElement): void {
    const { theme, text } = this.#kept;
    if (theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    root.dataset['text'] = text;
  }

  #set<K extends keyof Kept>(name: K, value: Kept[K]): void {
    this.#kept[name] = value;
    store.write(KEY, this.#kept);
    this.apply();
  }
}

export const settings = new Settings();

if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && settings.coverAway) settings.covered = true;
  });
}
