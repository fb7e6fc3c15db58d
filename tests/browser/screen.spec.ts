// The facilitator's screen: at 1280 × 720 no stage needs the page to scroll, however much there is; and covered, while other
// people can see it, the page holds no note, no signal and no name of anybody who waits.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from './support/fixtures.ts';
import type { Group, Stage } from './support/group.ts';
import type { Person } from './support/person.ts';
import { word, type WordKey } from './support/words.ts';

const PICTURES = fileURLToPath(new URL('pictures/', import.meta.url));
const NOTE = 'A note of the facilitator. Canary-note';
const WAITER = 'Wendy Waiter';
/** As many as there can be, as long as they can be. */
const THEMES = Array.from({ length: 12 }, (_, i) => `00000000-0000-4000-8000-0000000000${i + 10}`);
const STAGES: [Stage, WordKey][] = [
  ['lobby', 'console.lobby.title'], ['area', 'console.area.title'], ['competencies', 'console.competencies.title'], ['rate', 'console.rate.title'],
  ['discuss', 'console.discuss.who'], ['rescore', 'console.rescore.title'], ['actions', 'console.actions.title'], ['closed', 'console.closed.title'],
];

async function fits(person: Person, where: string): Promise<void> {
  const over = await person.page.evaluate(() => ({ down: document.documentElement.scrollHeight - innerHeight, across: document.documentElement.scrollWidth - innerWidth }));
  expect(over.down, `${where} scrolls down`).toBeLessThanOrEqual(0);
  expect(over.across, `${where} scrolls sideways`).toBeLessThanOrEqual(0);
}

/** Everything a busy session has: four people with signals, somebody at the door, a note on every stage, prompts. */
async function busy(all: Group, stage: Stage): Promise<void> {
  await all.to(stage);
  await all.guide({ type: 'note', stage, text: NOTE });
  if (stage === 'lobby') return;
  for (const [i, theme] of stage === 'discuss' ? THEMES.entries() : []) await all.guide({ type: 'theme', theme, kind: i % 2 === 0 ? 'theme' : 'training', text: 'x'.repeat(200) });
  await all.as('Priya', { type: 'raiseHand', raised: true });
  await all.as('Sam', { type: 'moreTime', wanted: true });
  await all.as('Jo', { type: 'ready', ready: true });
  const jo = all.participant('Jo');
  await all.guide({ type: 'nudge', participant: jo });
  await all.as('Jo', { type: 'reply', answer: 'talk' });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no stage scrolls at 1280 × 720, and covered it holds nobody’s signals (${colorScheme})`, async ({ comes, group }) => {
    test.setTimeout(120_000);
    mkdirSync(PICTURES, { recursive: true });
    const all = await group('Alex', 'Priya', 'Sam', 'Jo');
    const [morgan, waiter] = [await comes('Morgan', 'console', { colorScheme }), await comes(WAITER, 'phone')];
    await morgan.open(all.console);
    await all.guide({ type: 'lock', locked: true });
    await waiter.open(`/join#${all.code}`);
    await waiter.field('join.name').fill(WAITER);
    await waiter.press('join.do');
    await waiter.at('waiting.title', { name: WAITER });

    for (const [stage, title] of STAGES) {
      await busy(all, stage);
      await morgan.at(title);
      await fits(morgan, stage);
      await morgan.page.screenshot({ path: `${PICTURES}screen-${stage}-${colorScheme}.png` });
      for (const tab of ['console.tab.people', 'console.tab.turns', 'console.tab.notes', 'console.tab.script'] as const) {
        const it = morgan.page.getByRole('tab', { name: word(tab) });
        if ((await it.count()) === 0) continue;
        await it.click();
        await fits(morgan, `${stage}, ${word(tab)}`);
        await morgan.wordsAreThere();
      }

      if ((await morgan.button('themes.title').count()) > 0) {
        await morgan.press('themes.title');
        await morgan.at('themes.title');
        await fits(morgan, `${stage}, themes`);
        await morgan.page.goBack();
        await morgan.at(title);
      }

      await morgan.page.getByRole('button', { name: new RegExp(`^${word('console.onScreen')}`) }).click();
      await expect(morgan.page.getByText(WAITER), 'nobody at the door is named').toHaveCount(0);
      const held = await morgan.page.evaluate(() => [document.documentElement.outerHTML, ...[...document.querySelectorAll('textarea, input')].map((it) => (it as HTMLInputElement).value)].join('\n'));
      for (const secret of [NOTE, WAITER, word('console.people.hand'), word('console.people.moreTime'), word('console.nudge.talk')]) expect(held, `covered in ${stage}`).not.toContain(secret);
      await fits(morgan, `${stage}, covered`);
      await morgan.page.screenshot({ path: `${PICTURES}screen-${stage}-covered-${colorScheme}.png` });
      await morgan.press('cover.uncover');
    }
  });
}
