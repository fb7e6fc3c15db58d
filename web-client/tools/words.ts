// Words while building: reads shared/words/en.json and hands it to the browser in parts, so that a phone
// never loads the console's sentences, and the talk's only after its first page stands. Knows the file and the syntax, nothing of who uses which word.
//
//   virtual:words/base      everything but the families below
//   virtual:words/console   console.*
//   virtual:words/display   display.*
//   virtual:words/alone     alone.*
//   virtual:words/frameworks frameworks.*
//   virtual:words/earlier earlier.*
//   virtual:words/talk      what a participant reads from the talk on: see PARTS
//   virtual:words/settled   what was settled beforehand: agreements, and who gets the summary
//   virtual:words/front     what is read outside a session: first page, setting up, how words are looked after
//   (export.* and noscript.* reach no script of ours)
//
// A plain sentence stays a string; one with {placeholders} becomes its syntax tree, so that no parser ships.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { parse as Parse } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

export const EN = fileURLToPath(new URL('../../shared/words/en.json', import.meta.url));

/** The families of each part, by the head of their keys. */
export const PARTS: Record<string, readonly string[]> = {
  console: ['console'],
  display: ['display'],
  settled: ['settled'],
  alone: ['alone'],
  frameworks: ['frameworks'],
  earlier: ['earlier'],
  front: ['home', 'privacy', 'start'],
  talk: ['actions', 'aside', 'card', 'discuss', 'erase', 'jot', 'left', 'listen', 'next', 'nobody', 'note', 'notes', 'notNow', 'off', 'record', 'rescore', 'review', 'roles', 'sheet', 'shown', 'speak', 'starters', 'thanks', 'wayBack'],
};
/** Of those families, what is read within a session too. */
const BASE_TOO = new Set(['home.forget', 'home.forget.no', 'home.forget.yes', 'home.join', 'home.rehearsal', 'home.untitled', 'privacy.ask', 'privacy.kept', 'privacy.reads', 'privacy.title', 'start.framework.source']);
/** For the server's documents, and for the page without script. */
export const NEVER: readonly string[] = ['export', 'noscript'];
const PREFIX = 'virtual:words/';

// Past the alias in vite.config.ts: here the real parser is wanted.
const require = createRequire(import.meta.url);
const { parse } = require('@formatjs/icu-messageformat-parser') as { parse: typeof Parse };

export function read(): Record<string, string> {
  return JSON.parse(readFileSync(EN, 'utf8')) as Record<string, string>;
}

/** The syntax tree of one message. Throws when braces or plural forms do not add up. */
export function tree(message: string) {
  return parse(message, { ignoreTag: true, captureLocation: false });
}

function compile(key: string, message: string): unknown {
  if (!message.includes('{') && !message.includes("'")) return message;
  try {
    return tree(message);
  } catch (error) {
    throw new Error(`shared/words/en.json, "${key}": ${(error as Error).message}`, { cause: error });
  }
}

export function part(name: string, all = read()): Record<string, unknown> {
  const heads = PARTS[name];
  const taken = [...Object.values(PARTS).flat(), ...NEVER];
  const mine = Object.entries(all).filter(([key]) => {
    const head = key.slice(0, key.indexOf('.'));
    if (BASE_TOO.has(key)) return !heads;
    return heads ? heads.includes(head) : !taken.includes(head);
  });
  return Object.fromEntries(mine.map(([key, message]) => [key, compile(key, message)]));
}

export function words(): Plugin {
  return {
    name: 'trivet-words',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      this.addWatchFile(EN);
      // JSON.parse of one string is quicker for a phone than the same object as source.
      const json = JSON.stringify(part(id.slice(PREFIX.length + 1)));
      return `export default JSON.parse(${JSON.stringify(json)});`;
    },
    transformIndexHtml(html) {
      const all = read();
      return html.replace(/%words\.([\w.]+)%/g, (_, key: string) => {
        const text = all[key];
        if (text === undefined) throw new Error(`index.html asks for the words "${key}"`);
        return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
      });
    },
    configureServer(server) {
      server.watcher.add(EN);
      server.watcher.on('change', (file) => {
        if (file === EN) server.ws.send({ type: 'full-reload' });
      });
    },
  };
}
