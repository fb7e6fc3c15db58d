// A device whose clock is wrong: every page of a browser context takes its time from a clock so many milliseconds off,
// which can be put right while a page is open. Timers run as ever.
import type { Page } from '@playwright/test';
import type { Person } from './person.ts';

interface Off {
  clockOff: number;
}

/** Before its first page is opened. */
export async function clockOff(person: Person, ms: number): Promise<void> {
  await person.context.addInitScript((ms) => {
    const off = globalThis as unknown as Off;
    off.clockOff = ms;
    const Right = Date;
    const now = () => Right.now() + off.clockOff;
    globalThis.Date = new Proxy(Right, {
      construct: (_, given: unknown[]) => Reflect.construct(Right, given.length === 0 ? [now()] : given) as Date,
      apply: () => new Right(now()).toString(),
      get: (right, name) => (name === 'now' ? now : (Reflect.get(right, name) as unknown)),
    });
  }, ms);
}

/** The clock of a page that is open is off by that much from now on. */
export async function putClock(page: Page, ms: number): Promise<void> {
  await page.evaluate((ms) => void ((globalThis as unknown as Off).clockOff = ms), ms);
}

/** When this page's text changes from holding one to holding the other, in ms since the epoch by the machine's own clock. */
export function turns(page: Page, from: string, to: string): Promise<number> {
  return page.evaluate(
    ({ from, to }) =>
      new Promise<number>((turned, failed) => {
        const text = () => document.body.innerText;
        if (!text().includes(from)) return void failed(new Error(`no "${from}" in: ${text()}`));
        const seen = new MutationObserver(() => {
          if (text().includes(from)) return;
          seen.disconnect();
          if (text().includes(to)) turned(performance.timeOrigin + performance.now()); // which no script's Date has touched
          else failed(new Error(`no "${to}" in: ${text()}`));
        });
        seen.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    { from, to },
  );
}
