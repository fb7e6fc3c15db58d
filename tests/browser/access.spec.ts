// Every stage for everybody (EXPERIENCE, section 3): axe on each page in both themes at three widths, targets, reflow,
// the console without page scroll, and Rate by keyboard alone.
import type { Group, Stage } from './support/group.ts';
import { COMPETENCIES } from './support/group.ts';
import { expect, test } from './support/fixtures.ts';
import { look, sideways, type Size } from './support/look.ts';
import type { Person } from './support/person.ts';
import { word, type WordKey } from './support/words.ts';

const SIZES: Size[] = [{ width: 320, height: 640 }, { width: 768, height: 1024 }, { width: 1280, height: 720 }];
/** All stages of one role with axe in six ways each, on two busy cores. */
const SWEEP_MS = 180_000;

const tick = (person: Person, key: WordKey) => person.page.getByRole('switch', { name: word(key), exact: true }).click();

test('the pages before a session', async ({ comes, group }) => {
  test.setTimeout(SWEEP_MS);
  const all = await group('Priya');
  const alex = await comes('Alex', 'phone');
  alex.record.refusals.add(404);
  await alex.open('/');
  await alex.at('home.title');
  await look(alex.page, 'home', SIZES);
  await alex.press('bar.menu');
  await expect(alex.page.getByRole('dialog')).toBeVisible();
  await look(alex.page, 'menu', SIZES);
  await alex.open('/start');
  await alex.at('start.title');
  await look(alex.page, 'start', SIZES);
  await alex.open('/privacy');
  await alex.at('privacy.title');
  await look(alex.page, 'privacy', SIZES);
  await alex.open(`/join#${all.code}`);
  await alex.at('join.title');
  await look(alex.page, 'join', SIZES);
  await alex.field('join.code').fill('2222 2222');
  await alex.field('join.name').fill('Alex');
  await alex.press('join.do');
  await alex.sees('join.code.unknown');
  await look(alex.page, 'join, with an error', SIZES);
});

/** Alex's answers, Priya's for company; what stands on a phone at each stage, and beside it. */
async function phone(alex: Person, all: Group, stage: Stage): Promise<void> {
  const { page } = alex;
  const at = (where: string) => look(page, where, SIZES);
  await at(stage);
  if (stage === 'rate') {
    await alex.stone(4).click();
    await alex.press('rate.next');
    await alex.press('rate.words');
    await at('rate, words alone');
    await page.getByRole('button', { name: `${word('cover.cover')} ${word('cover.what')}` }).click();
    await at('rate, covered');
    await page.getByRole('button', { name: `${word('cover.uncover')} ${word('cover.what')}` }).click();
    await all.rated('Alex', [4, 6, 7]);
    await all.rated('Priya', [3, 5, 8]);
    await page.goto(`${page.url().split('?')[0]}?at=rate.check`);
    await alex.at('check.title');
    await at('check');
  }
  if (stage === 'discuss') {
    await all.as('Alex', { type: 'startTurn' });
    await alex.at('speak.title');
    for (const key of ['card.score', 'card.reason'] as const) await tick(alex, key);
    await at('show card, all on');
    await page.setViewportSize({ width: 360, height: 780 });
    await expect(alex.button('card.show'), 'the show button is in view with all switches on').toBeInViewport({ ratio: 1 });
    await alex.press('card.show');
    await alex.at('shown.title');
    await at('shown');
    await all.guide({ type: 'nextTurn' });
    await all.as('Priya', { type: 'show', competency: COMPETENCIES[0], score: true, reason: true });
    await alex.at('listen.title', { name: 'Priya' });
    await expect(page.getByText('What Priya has to say').first()).toBeVisible();
    await at('listen');
    await all.as('Priya', { type: 'feedback', to: all.participant('Alex'), competency: COMPETENCIES[0], kind: 'strength', text: 'You wait until they are ready.' });
    await alex.press('aside.notes', { count: 1 });
    await alex.at('notes.title');
    await at('notes');
    await page.goBack();
  }
  if (stage === 'rescore') {
    await page.getByRole('radio', { name: word('rescore.change') }).click();
    await at('re-score, changing');
  }
  if (stage === 'actions') {
    await alex.field('actions.what').fill('Ask about a quieter room.');
    await page.getByRole('radio', { name: word('review.other') }).click();
    await alex.field('review.day').fill('31');
    await alex.field('review.month').fill('2');
    await alex.field('review.year').fill('2027');
    await alex.press('page.done');
    await expect(page.getByRole('alert')).toBeFocused();
    await at('action, with an error');
    await page.getByRole('radio', { name: new RegExp(`^${word('review.weeks8')}`) }).click();
    await alex.press('page.done');
    await alex.at('actions.title');
    await at('actions');
    await alex.press('own.record');
    await tick(alex, 'record.name');
    await at('record');
    await alex.press('page.done');
  }
  if (stage === 'closed') {
    await alex.press('sheet.finish');
    await alex.at('thanks.title', { name: 'Alex' });
    await at('thanks');
    await alex.press('wayBack.title');
    await expect(page.getByRole('img', { name: word('wayBack.qr') })).toBeVisible();
    await at('way back');
  }
}

const HEADINGS: { [stage in Stage]: RegExp } = {
  lobby: heading('lobby.title', { name: 'Alex' }), area: heading('area.title'), competencies: heading('competencies.title'), rate: /^Persevering$/, discuss: heading('nobody.title'),
  rescore: heading('rescore.title', { score: 4 }), actions: heading('actions.what'), closed: heading('sheet.title', { name: 'Alex' }),
};

function heading(key: WordKey, values?: { [name: string]: string | number }): RegExp {
  return new RegExp(`^${word(key, values).replace(/[.?*()]/g, '\\$&')}$`);
}

for (const half of [['lobby', 'area', 'competencies', 'rate'], ['discuss', 'rescore', 'actions', 'closed']] as const) {
  test(`a participant’s pages, ${half[0]} to ${half.at(-1)}`, async ({ comes, group }) => {
    test.setTimeout(SWEEP_MS);
    const all = await group('Alex', 'Priya');
    if (half[0] === 'discuss') {
      await all.to('rate');
      await all.rated('Alex', [4, 6, 7]);
      await all.rated('Priya', [3, 5, 8]);
    }
    const alex = await comes('Alex', 'phone');
    for (const [i, stage] of half.entries()) {
      await all.to(stage);
      if (i === 0) await alex.open(all.session('Alex'));
      await expect(alex.h1).toHaveText(HEADINGS[stage]);
      await alex.wordsAreThere();
      await phone(alex, all, stage);
    }
  });
}

test('the console at every stage', async ({ comes, group }) => {
  test.setTimeout(SWEEP_MS);
  const all = await group('Alex', 'Priya', 'Sam', 'Jo');
  const morgan = await comes('Morgan', 'console');
  await morgan.open(all.console);
  const headings = {
    lobby: 'console.lobby.title', area: 'console.area.title', competencies: 'console.competencies.title', rate: 'console.rate.title',
    discuss: 'console.discuss.who', rescore: 'console.rescore.title', actions: 'console.actions.title', closed: 'console.closed.title',
  } as const;
  for (const [stage, key] of Object.entries(headings) as [Stage, WordKey][]) {
    await all.to(stage);
    if (stage === 'rate') for (const [i, name] of ['Alex', 'Priya', 'Sam', 'Jo'].entries()) await all.rated(name, [i + 1, i + 3, i + 5]);
    await morgan.at(key);
    await morgan.wordsAreThere();
    if (stage === 'discuss') {
      await look(morgan.page, 'console, nobody’s turn', SIZES);
      await all.as('Alex', { type: 'startTurn' });
      await all.as('Alex', { type: 'show', competency: COMPETENCIES[0], score: true, reason: true });
      await expect(morgan.page.getByText('What Alex has to say').first()).toBeVisible();
    }
    await look(morgan.page, `console, ${stage}`, SIZES);
    const scroll = () => morgan.page.evaluate(() => document.documentElement.scrollHeight - document.documentElement.clientHeight);
    await expect.poll(scroll, { message: `the console scrolls as a page at ${stage}, 1280 × 720` }).toBeLessThanOrEqual(0);
  }
});

test('Rate by keyboard alone, with the focus in view at every step', async ({ comes, group }) => {
  const all = await group('Alex');
  await all.to('competencies');
  const alex = await comes('Alex', 'phone', { hasTouch: false, isMobile: false });
  await alex.open(all.session('Alex'));
  await alex.at('competencies.title');
  await all.to('rate');
  await expect(alex.h1).toHaveText(/^Persevering$/);
  await expect(alex.h1, 'the new page’s heading has the focus').toBeFocused();

  const keys = alex.page.keyboard;
  /** Tab until something with that role and name has the focus; everything passed is in view and has a ring. */
  const tabTo = async (is: () => Promise<boolean>) => {
    for (let i = 0; i < 40; i++) {
      await keys.press('Tab');
      const seen = await alex.page.evaluate(() => {
        const it = document.activeElement;
        if (!it || it === document.body) return true;
        const box = (it.closest('label') ?? it).getBoundingClientRect();
        const top = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, box.x + box.width / 2)), Math.min(innerHeight - 1, Math.max(0, box.y + Math.min(box.height, 40) / 2)));
        return box.bottom > 0 && box.top < innerHeight && !!top && ((it.closest('label') ?? it).contains(top) || top.contains(it));
      });
      expect(seen, 'the focus is in view and not covered').toBe(true);
      if (await is()) return;
    }
    throw new Error('not reached in 40 steps');
  };
  const focused = (locator: ReturnType<Person['button']>) => () => locator.evaluate((it) => it === document.activeElement);

  await tabTo(() => alex.page.evaluate(() => document.activeElement?.matches('input[type=radio]') ?? false));
  await keys.press('Space');
  await expect(alex.page.getByRole('radio', { name: word('scale.one.name') })).toBeChecked();
  for (let i = 1; i < 6; i++) await keys.press('ArrowRight');
  await expect(alex.stone(6)).toBeChecked();
  await tabTo(focused(alex.field('rate.why')));
  await keys.type('Typed without a mouse.');
  await tabTo(focused(alex.button('rate.next')));
  await keys.press('Enter');
  await expect(alex.h1).toHaveText('Reliable and consistent');
  await expect(alex.h1).toBeFocused();
  await tabTo(focused(alex.button('rate.decline')));
  await keys.press('Enter');
  await tabTo(focused(alex.button('rate.next')));
  await keys.press('Enter');
  await expect(alex.h1).toHaveText('Empathic listeners');
  await tabTo(focused(alex.button('rate.next')));
  await keys.press('Enter');
  await alex.at('check.title');
  await tabTo(focused(alex.button('signals.do')));
  await keys.press('Enter');
  await alex.sees('signals.ready');
  await expect(alex.page.getByText('Typed without a mouse.')).toBeVisible();
  expect(await sideways(alex.page)).toEqual([]);
});

const FEW: Size[] = [{ width: 320, height: 640 }, { width: 1280, height: 720 }];

test('a phone beside the stages: a break, out, left, late, waiting', async ({ comes, group }) => {
  test.setTimeout(SWEEP_MS);
  const all = await group('Alex', 'Priya', 'Sam');
  await all.to('rate');
  const alex = await comes('Alex', 'phone');
  await alex.open(all.session('Alex'));
  await expect(alex.h1).toHaveText(HEADINGS.rate);
  await all.guide({ type: 'pause' });
  await alex.at('break.all');
  await look(alex.page, 'a break for all', FEW);
  await all.guide({ type: 'resume' });
  await all.as('Alex', { type: 'stepOut', out: true });
  await alex.at('break.own');
  await look(alex.page, 'stepped out', FEW);
  await all.as('Alex', { type: 'stepOut', out: false });
  await all.rated('Priya', [3, 4, 5]);
  await all.to('discuss');
  const sam = await comes('Sam', 'phone');
  await sam.open(all.session('Sam'));
  await sam.at('late.title', { name: 'Sam' });
  await look(sam.page, 'late', FEW);
  await all.as('Alex', { type: 'leave' });
  await alex.at('left.title');
  await look(alex.page, 'left', FEW);

  const jo = await comes('Jo', 'phone');
  await jo.open(`/join#${all.code}`);
  await jo.field('join.name').fill('Jo');
  await jo.press('join.do');
  await jo.at('waiting.title', { name: 'Jo' });
  await look(jo.page, 'waiting', FEW);
});

test('the console beside the stages: its panels, covered, somebody waiting', async ({ comes, group }) => {
  test.setTimeout(SWEEP_MS);
  const all = await group('Alex', 'Priya');
  const morgan = await comes('Morgan', 'console');
  await morgan.open(all.console);
  await morgan.at('console.lobby.title');
  const panels = { door: 'console.door.title', plan: 'console.plan.title', pause: 'console.pause.title', screen: 'console.screen', wayback: 'console.wayback', erase: 'console.erase' } as const;
  for (const [panel, key] of Object.entries(panels) as [string, WordKey][]) {
    await morgan.page.goto(`${morgan.page.url().split('?')[0]}?at=${panel}`);
    await morgan.at(key);
    await morgan.wordsAreThere();
    await look(morgan.page, `console, ${panel}`, FEW);
  }
  await all.to('rate');
  const jo = await comes('Jo', 'phone');
  await jo.open(`/join#${all.code}`);
  await jo.field('join.name').fill('Jo');
  await jo.press('join.do');
  await morgan.page.goto(morgan.page.url().split('?')[0] ?? '');
  await morgan.sees('console.waiting.asks', { name: 'Jo' });
  await look(morgan.page, 'console, somebody waiting', FEW);
  await morgan.page.getByRole('button', { name: new RegExp(`^${word('console.onScreen')}`) }).click();
  await morgan.sees('console.covered');
  await look(morgan.page, 'console, covered', FEW);
});
