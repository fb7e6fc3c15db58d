// Every field of the pages into which a person can type, read from the pages' own sources: a new one is in this list by
// itself, and the tests that type into all of them are red until they type into it too.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../../../web-client/src/', import.meta.url));
/** A page of our own, with every piece on it and no server behind it; and the piece all self-saving fields are made of. */
const NONE = ['screens/Pieces.svelte', 'parts/SelfSavingText.svelte'];
const FIELD = /<(SelfSavingText|textarea|input)\b((?:\{(?:[^{}]|\{[^{}]*\})*\}|"[^"]*"|[^>"{])*)>/g;
/** Nothing is typed into these. */
const PRESSED = /\btype="(?:radio|checkbox|file)"|\{type\}|\breadonly\b/;

/** `screens/Join.svelte code`: the file, and the field's own key or id in it. */
export function fields(): string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.svelte') && !NONE.includes(file));
  return files.flatMap((file) => {
    const markup = readFileSync(join(SOURCES, file), 'utf8').replace(/<script[^]*?<\/script>/g, '');
    return [...markup.matchAll(FIELD)].filter(([, , attributes = '']) => !PRESSED.test(attributes)).map(([, , attributes = '']) => `${file.replace(/^screens\/|\.svelte$/g, '')} ${name(attributes)}`);
  }).sort();
}

function name(attributes: string): string {
  const of = (what: string) => new RegExp(`\\b${what}=("[^"]*"|\\{[^}]*\\})`).exec(attributes)?.[1]?.replace(/^["{]|["}]$/g, '');
  return of('key') ?? of('id') ?? /\{(key|id)\}/.exec(attributes)?.[1] ?? /\bt\('([^']*)'/.exec(attributes)?.[1] ?? 'nameless';
}
