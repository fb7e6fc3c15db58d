// What the tests are given: a server of their own, and people with devices. Checks at the end of each test that no
// browser complained and the server did not panic.
import { test as base, expect, type Browser, type BrowserContextOptions } from '@playwright/test';
import { Group } from './group.ts';
import { Person } from './person.ts';
import { Record, reportBreaches } from './record.ts';
import { Server, type Way } from './server.ts';
import { Sleeper } from './sleeper.ts';

export interface Options {
  way: Way;
  /** Further arguments of the server, such as a shorter duration. */
  settings: string[];
  /** The server's clock can be moved on while it runs. */
  clockMoves: boolean;
}

export type Device = 'console' | 'phone';

export interface Fixtures {
  server: Server;
  /** Somebody arrives with a device of their own. */
  comes: (name: string, device: Device, options?: Coming) => Promise<Person>;
  /** Somebody with a phone that can be put to sleep. */
  sleeper: (name: string, origin: string) => Promise<Sleeper>;
  /** A session with these people in it, without pages of theirs. */
  group: (...names: string[]) => Promise<Group>;
}

export interface Coming extends BrowserContextOptions {
  /** Another way to the server than its own address. */
  origin?: string;
}

const DEVICES: { [device in Device]: BrowserContextOptions } = {
  console: { viewport: { width: 1280, height: 720 } },
  phone: { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
};

export const test = base.extend<Options & Fixtures>({
  way: ['plain', { option: true }],
  settings: [[], { option: true }],
  clockMoves: [false, { option: true }],

  server: async ({ way, settings, clockMoves }, use, info) => {
    const server = await Server.start(way, settings, clockMoves);
    await use(server);
    await server.end();
    if (info.status !== info.expectedStatus) await info.attach('server log', { body: server.log, contentType: 'text/plain' });
    expect(server.log, 'the server panicked').not.toContain('panicked');
  },

  group: async ({ browser, server }, use) => {
    const groups: Group[] = [];
    await use(async (...names) => {
      const group = await Group.open(browser, server, names);
      groups.push(group);
      return group;
    });
    for (const group of groups) await group.end();
  },

  comes: async ({ browser, server, contextOptions, locale, timezoneId, ignoreHTTPSErrors }, use, info) => {
    const people: Person[] = [];
    await use(async (name, device, { origin = server.origin, ...options } = {}) => {
      const person = await arrive(browser, origin, name, { ...contextOptions, ...set({ locale, timezoneId, ignoreHTTPSErrors }), ...DEVICES[device], ...options });
      people.push(person);
      return person;
    });
    for (const person of people) {
      if (info.status !== info.expectedStatus) {
        for (const [i, page] of person.context.pages().entries()) {
          await info.attach(`${person.name} ${i + 1}`, { body: await page.screenshot({ fullPage: true }), contentType: 'image/png' }).catch(() => undefined);
        }
      }
      await person.record.whole();
      await person.context.close();
    }
    for (const person of people) expect(person.record.complaints, `complaints of ${person.name}'s browser`).toEqual([]);
  },

  sleeper: async ({ launchOptions }, use) => {
    const phones: Sleeper[] = [];
    await use(async (name, origin) => {
      const phone = await Sleeper.start(name, origin, launchOptions.args ?? []);
      phones.push(phone);
      return phone;
    });
    for (const phone of phones) await phone.end();
    for (const { person } of phones) expect(person.record.complaints, `complaints of ${person.name}'s browser`).toEqual([]);
  },
});

export { expect, Group };

async function arrive(browser: Browser, origin: string, name: string, options: BrowserContextOptions): Promise<Person> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const record = new Record(context);
  await context.addInitScript(reportBreaches);
  return new Person(name, await context.newPage(), context, record, origin);
}

/** Leaves out what is not set: Playwright takes `undefined` for a value. */
function set(all: { [name: string]: unknown }): BrowserContextOptions {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
