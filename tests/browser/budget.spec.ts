// How much a device loads before it shows anything (EXPERIENCE, P1–P3), measured from what the server really sent.
import type { Request, Route } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { word } from './support/words.ts';
import type { Person } from './support/person.ts';

const KIB = 1_024;

/** KiB over the wire, headers apart; `script` and `all` are the hard limits. */
const BUDGETS = {
  participant: { script: 75, all: 200, target: 45 },
  join: { script: 75, all: 200, target: 45 },
  console: { script: 180, all: 300, target: 120 },
};

/** What a file imports at once, and what it may import later, as built. */
const AT_ONCE = /(?:from|import)\s*["']\.\/([^"']+\.js)["']/g;
const LATER = /assets\/(later-[\w-]+\.js)/;

/**
 * The pages from the talk on are fetched once the first page stands. They are no part of a first load, and shown not to
 * be: held back, with everything that they alone need, until the page works.
 */
async function neededLater(person: Person): Promise<Set<string>> {
  const text = async (file: string) => (await person.page.request.get(`${person.origin}/assets/${file}`)).text();
  async function reach(file: string, seen: Set<string>): Promise<Set<string>> {
    if (seen.has(file)) return seen;
    seen.add(file);
    for (const [, next] of (await text(file)).matchAll(AT_ONCE)) if (next) await reach(next, seen);
    return seen;
  }
  const page = await (await person.page.request.get(person.origin)).text();
  const entry = /assets\/(index-[\w-]+\.js)/.exec(page)?.[1] ?? '';
  const participant = /assets\/(Participant-[\w-]+\.js)/.exec(await text(entry))?.[1] ?? '';
  const later = LATER.exec(await text(participant))?.[1] ?? LATER.exec(await text(entry))?.[1] ?? '';
  expect([entry, participant, later], 'the build has an entry, a page, and what comes later').not.toContain('');
  const first = await reach(participant, await reach(entry, new Set()));
  const all = await reach(later, new Set());
  return new Set([...all].filter((file) => !first.has(file)));
}

interface Load {
  /** KiB until the page stood and worked. */
  script: number;
  all: number;
  /** KiB of script it fetched afterwards. */
  later: number;
  files: string[];
}

async function load(person: Person, path: string, works: () => Promise<void>, late = new Set<string>()): Promise<Load> {
  const requests: Request[] = [];
  person.context.on('requestfinished', (request) => void requests.push(request));
  const held: Route[] = [];
  await person.context.route((url) => late.has(url.pathname.slice('/assets/'.length)), (route) => void held.push(route));
  await person.open(path);
  await works();
  const first = requests.length;
  for (const route of held) await route.continue();
  await person.page.waitForLoadState('networkidle');
  const sizes = await Promise.all(
    requests.map(async (request) => {
      const encoding = (await (await request.response())?.headerValue('content-encoding')) ?? 'as it is';
      return { path: new URL(request.url()).pathname, kind: request.resourceType(), bytes: (await request.sizes()).responseBodySize, encoding };
    }),
  );
  const own = ({ path }: { path: string }) => !path.startsWith('/api/');
  const pages = sizes.slice(0, first).filter(own);
  const after = sizes.slice(first).filter(own);
  for (const { path, kind, encoding, bytes } of pages) if (kind === 'script' && bytes > 2 * KIB) expect(encoding, `${path} is compressed`).toBe('gzip');
  const sum = (some: typeof pages) => some.reduce((total, { bytes }) => total + bytes, 0) / KIB;
  const scripts = (some: typeof pages) => sum(some.filter(({ kind }) => kind === 'script'));
  return { script: scripts(pages), all: sum(pages), later: scripts(after), files: pages.map(({ path, bytes }) => `${path} ${bytes}`) };
}

test('first loads keep their budgets', async ({ comes, group }) => {
  const all = await group('Alex');
  await all.to('rate');
  const phone = await comes('Alex', 'phone');
  const newcomer = await comes('Newcomer', 'phone');
  const morgan = await comes('Morgan', 'console');
  const rated = async () => {
    await phone.stone(4).click();
    await expect(phone.page.getByText(word('save.saved'), { exact: true })).toBeVisible();
  };
  const loads = {
    participant: await load(phone, all.session('Alex'), rated, await neededLater(phone)),
    join: await load(newcomer, `/join#${all.code}`, () => expect(newcomer.button('join.do')).toBeVisible()),
    console: await load(morgan, all.console, () => morgan.at('console.rate.title')),
  };
  for (const [page, found] of Object.entries(loads)) {
    const budget = BUDGETS[page as keyof typeof BUDGETS];
    console.log(`${page}: ${found.script.toFixed(1)} KiB of script (target ${budget.target}, limit ${budget.script}), ${found.all.toFixed(1)} KiB in all (limit ${budget.all}), ${found.later.toFixed(1)} KiB of script afterwards`);
    expect(found.script, 'something was measured').toBeGreaterThan(10);
    expect(found.script, found.files.join('\n')).toBeLessThanOrEqual(budget.script);
    expect(found.all + found.later, found.files.join('\n')).toBeLessThanOrEqual(budget.all);
  }
});

test('a phone never loads the console', async ({ comes, group }) => {
  const all = await group('Alex');
  const alex = await comes('Alex', 'phone');
  await alex.open(all.session('Alex'));
  await alex.at('lobby.title', { name: 'Alex' });
  await alex.page.waitForLoadState('networkidle');
  expect(alex.record.heard.filter(({ from }) => /\/assets\/(Console|Display|Start)-/.test(from))).toEqual([]);
});
