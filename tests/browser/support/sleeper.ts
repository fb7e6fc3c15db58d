// A phone that really sleeps: its page hidden, then frozen by the browser, then resumed and shown. Playwright's own pages
// are held in focus and never freeze, so this is a Chromium of its own, joined with nothing overridden.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type CDPSession, type Page } from '@playwright/test';
import { Person } from './person.ts';
import { Record, reportBreaches } from './record.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** ms in which Chromium says where it can be joined. */
const START_MS = 20_000;

export class Sleeper {
  readonly person: Person;
  readonly #child: ChildProcess;
  readonly #browser: Browser;
  readonly #dir: string;
  #other: Page | null = null;

  private constructor(child: ChildProcess, dir: string, browser: Browser, person: Person) {
    this.#child = child;
    this.#dir = dir;
    this.#browser = browser;
    this.person = person;
  }

  /** `args`: what the other tests' Chromium is started with. */
  static async start(name: string, origin: string, args: string[]): Promise<Sleeper> {
    const dir = mkdtempSync(join(tmpdir(), 'trivet-sleeper-'));
    const child = spawn(CHROMIUM, ['--headless', '--lang=en-GB', '--window-size=400,800', '--remote-debugging-port=0', `--user-data-dir=${dir}`, ...args, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const browser = await chromium.connectOverCDP(await address(child), { noDefaults: true });
    const context = browser.contexts()[0];
    if (!context) throw new Error('Chromium has no window');
    const record = new Record(context);
    await context.addInitScript(reportBreaches);
    return new Sleeper(child, dir, browser, new Person(name, await context.newPage(), context, record, origin));
  }

  /** The phone is put away: another page lies over this one, and nothing of it runs any more. */
  async sleeps(): Promise<void> {
    const { page, context } = this.person;
    await page.evaluate(() => {
      const life = globalThis as unknown as { life: string[] };
      life.life = [];
      for (const event of ['visibilitychange', 'freeze', 'resume']) document.addEventListener(event, () => life.life.push(event === 'visibilitychange' ? document.visibilityState : event));
    });
    this.#other = await context.newPage();
    await this.#other.bringToFront();
    await (await this.#devtools()).send('Page.setWebLifecycleState', { state: 'frozen' });
  }

  /** Somebody looks at it again. Gives when they did, in ms since the epoch. */
  async wakes(): Promise<number> {
    await (await this.#devtools()).send('Page.setWebLifecycleState', { state: 'active' });
    const began = Date.now();
    await this.person.page.bringToFront();
    return began;
  }

  /** What the page went through since it was put away: hidden, freeze, resume, visible. */
  life(): Promise<string[]> {
    return this.person.page.evaluate(() => (globalThis as unknown as { life: string[] }).life);
  }

  async end(): Promise<void> {
    await this.person.record.whole();
    const ended = new Promise((done) => this.#child.once('exit', done));
    // Asked to close it ends its other processes too, and then nothing writes to its folder any more.
    await (await this.#browser.newBrowserCDPSession()).send('Browser.close').catch(() => this.#child.kill());
    await ended;
    rmSync(this.#dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  #devtools(): Promise<CDPSession> {
    return this.person.context.newCDPSession(this.person.page);
  }
}

function address(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = '';
    const late = setTimeout(() => failed(new Error(`Chromium did not start: ${said}`)), START_MS);
    child.once('exit', () => failed(new Error(`Chromium ended: ${said}`)));
    child.stderr?.on('data', (text: Buffer) => {
      said += text.toString();
      const at = /listening on (ws:\S+)/.exec(said)?.[1];
      if (!at) return;
      clearTimeout(late);
      found(at);
    });
  });
}
