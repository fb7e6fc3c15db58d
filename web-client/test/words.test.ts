// @vitest-environment node
// The word list against the code and against the rules for plain, kind sentences.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import { NEVER, part, PARTS, read, tree } from '../tools/words';

/** Families whose ends come from the server, or that the server's documents use. */
const FAMILIES = [/^export\./, /^refusal\./, /^failure\./];

const BANNED = /\b(fail(s|ed|ure)?|poor(ly)?|low score|weak(ness)?|just a|should have)\b|!/i;
const WORDS_MAX = 25;

const all = read();
const keys = Object.keys(all);
const noscript = readFileSync('index.html', 'utf8');

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(ts|svelte)$/.test(name) && !/\.test\.ts$/.test(name) ? [path] : [];
  });
}
const code = sources('src').map((path) => ({ path, text: readFileSync(path, 'utf8') }));

function placeholders(elements: MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
    const inner = element.type === TYPE.plural || element.type === TYPE.select ? Object.values(element.options).flatMap((option) => placeholders(option.value)) : [];
    return [element.value, ...inner];
  });
}

/** Every way a message can read, with placeholders as one word. */
function readings(elements: MessageFormatElement[]): string[] {
  return elements.reduce<string[]>(
    (heads, element) => {
      const tails =
        element.type === TYPE.literal ? [element.value]
        : element.type === TYPE.plural || element.type === TYPE.select ? Object.values(element.options).flatMap((option) => readings(option.value))
        : ['word'];
      return heads.flatMap((head) => tails.map((tail) => head + tail));
    },
    [''],
  );
}

/** The text of each literal call t('key' …), up to its closing bracket. */
function calls(text: string): { key: string; rest: string }[] {
  return Array.from(text.matchAll(/\bt\(\s*['"]([\w.]+)['"]/g), (match) => {
    let depth = 1;
    let end = match.index + match[0].length;
    while (depth > 0 && end < text.length) depth += { '(': 1, ')': -1 }[text[end++] ?? ''] ?? 0;
    return { key: match[1] ?? '', rest: text.slice(match.index + match[0].length, end) };
  });
}

describe('words', () => {
  it('has every word the code asks for', () => {
    const missing = code.flatMap(({ path, text }) => calls(text).filter(({ key }) => !(key in all)).map(({ key }) => `${path}: ${key}`));
    expect(missing).toEqual([]);
  });

  it('gives every placeholder its value', () => {
    const missing = code.flatMap(({ path, text }) =>
      calls(text).flatMap(({ key, rest }) =>
        placeholders(tree(all[key] ?? '')).filter((name) => !new RegExp(`\\b${name}\\b|\\.\\.\\.`).test(rest)).map((name) => `${path}: ${key} lacks {${name}}`),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('has no word that nobody uses', () => {
    const text = code.map((file) => file.text).join('\n');
    // A key put together at run time, `menu.text.${id}`, uses its whole family.
    const together = Array.from(text.matchAll(/`([\w.]*\.\$\{[^`]*)`/g), ([, key = '']) => new RegExp(`^${key.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '\\w+')}$`));
    const unused = keys.filter((key) => ![...FAMILIES, ...together].some((family) => family.test(key)) && !new RegExp(`['"\`]${key.replaceAll('.', '\\.')}['"\`]`).test(text) && !noscript.includes(`%words.${key}%`));
    expect(unused).toEqual([]);
  });

  it('parses, and splits so that a phone gets neither console nor display nor export', () => {
    expect(() => keys.forEach((key) => tree(all[key] ?? ''))).not.toThrow();
    expect(Object.keys(part('base')).filter((key) => /^(console|display|export)\./.test(key))).toEqual([]);
    expect(['base', ...Object.keys(PARTS)].flatMap((name) => Object.keys(part(name))).sort()).toEqual(keys.filter((key) => !NEVER.includes(key.slice(0, key.indexOf('.')))).sort());
  });

  it('keeps to plain, kind, short sentences', () => {
    const wrong = keys.flatMap((key) =>
      readings(tree(all[key] ?? '')).flatMap((text) => {
        const long = text.split(/(?<=[.?…])\s+/).filter((sentence) => sentence.split(/\s+/).length > WORDS_MAX);
        return [...(BANNED.test(text) ? [`${key}: banned word`] : []), ...(/['"]/.test(text) ? [`${key}: straight quote`] : []), ...long.map(() => `${key}: more than ${WORDS_MAX} words`)];
      }),
    );
    expect(wrong).toEqual([]);
  });
});
