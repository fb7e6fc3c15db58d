// What a page must keep whatever it shows: no axe violation, no sideways scroll, targets a finger can meet.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** target-size runs only because its tag is named. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** EXPERIENCE A10: px a target has at least; a stone's width. */
const TARGET = 44;
const STONE = 48;
/** Half a pixel is how browsers round. */
const ROUNDING = 0.5;
/** ms in which a page has changed its shape after its window did. */
const LAID_OUT = 3_000;

/** axe's findings, one readable line each. */
export async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary?.split('\n').slice(1).join(' ').trim() ?? ''}`));
}

/** What is wider than the window, if the page scrolls sideways. */
export function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // A phone makes its page as wide as what stands on it, and shows a part of that: the part is the window.
    const wide = Math.min(document.documentElement.clientWidth, Math.ceil((visualViewport?.width ?? Infinity) * (visualViewport?.scale ?? 1)));
    if (document.documentElement.scrollWidth <= wide) return [];
    const over = [...document.body.querySelectorAll('*')].filter((it) => it.getBoundingClientRect().right > wide + 0.5);
    return over.slice(0, 5).map((it) => `${it.tagName.toLowerCase()}.${it.getAttribute('class') ?? ''} "${(it.textContent ?? '').trim().slice(0, 40)}" ends at ${it.getBoundingClientRect().right.toFixed(0)} of ${wide}`);
  });
}

/** Targets that are too small. A link within a sentence is text; a box with a label is as large as its label. */
export function small(page: Page): Promise<string[]> {
  return page.evaluate(
    ({ least, stone }) => {
      const found: string[] = [];
      for (const it of document.querySelectorAll<HTMLElement>('a[href], button, summary, input, textarea, select, [role=tab]')) {
        const target = it.matches('input[type=radio], input[type=checkbox]') ? (it.closest('label') ?? it) : it;
        if (!it.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && target === it) continue;
        const { width, height } = target.getBoundingClientRect();
        if (width === 0 || height === 0) continue;
        const inSentence = it.tagName === 'A' && getComputedStyle(it).display === 'inline';
        if (inSentence) continue;
        const name = `${it.tagName.toLowerCase()}.${it.getAttribute('class') ?? ''} "${(it.getAttribute('aria-label') ?? target.textContent ?? '').trim().slice(0, 40)}"`;
        if (width < least || height < least) found.push(`${name} is ${width.toFixed(0)} × ${height.toFixed(0)}`);
        if (target.classList.contains('stone') && width < stone) found.push(`${name} is a stone ${width.toFixed(0)} wide`);
      }
      return found;
    },
    { least: TARGET - ROUNDING, stone: STONE - ROUNDING },
  );
}

/** What is still found when the page had time to lay itself out anew: a console takes another shape at another width. */
async function settled(find: () => Promise<string[]>): Promise<string[]> {
  let found: string[] = [];
  await expect.poll(async () => (found = await find()), { timeout: LAID_OUT }).toEqual([]).catch(() => undefined);
  return found;
}

export interface Size {
  width: number;
  height: number;
}

/** The page in both themes at each size, then at 320 px with text twice as large. `where` says it in a failure. */
export async function look(page: Page, where: string, sizes: Size[]): Promise<void> {
  const faults: string[] = [];
  const before = page.viewportSize();
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const fault of await axe(page)) faults.push(`${size.width} ${colorScheme}: ${fault}`);
    }
    for (const fault of [...(await settled(() => sideways(page))), ...(await settled(() => small(page)))]) faults.push(`${size.width}: ${fault}`);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  await page.evaluate(() => void (document.documentElement.style.fontSize = '200%'));
  for (const fault of await settled(() => sideways(page))) faults.push(`320 with text at 200 %: ${fault}`);
  await page.evaluate(() => void (document.documentElement.style.fontSize = ''));
  await page.emulateMedia({ colorScheme: 'light' });
  if (before) await page.setViewportSize(before);
  expect.soft([...new Set(faults)], where).toEqual([]);
}
