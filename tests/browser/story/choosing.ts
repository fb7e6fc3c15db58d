// One area and three competencies: private picks, seen together and without names; the facilitator confirms.
import { expect } from '@playwright/test';
import type { Person } from '../support/person.ts';
import { word } from '../support/words.ts';
import { AREA, FOURTH, LOOKED_AT, OTHER_AREA } from './answers.ts';
import { tick, type Cast } from './cast.ts';

/** A radio's name goes on with its picks. */
const named = (person: Person, role: 'checkbox' | 'radio', name: string) => person.page.getByRole(role, { name: new RegExp(`^${name}`) });

export async function area(cast: Cast): Promise<void> {
  const { morgan, alex, priya } = cast;
  await morgan.press('console.lobby.next');
  await morgan.at('console.area.title');
  for (const phone of cast.phones) await phone.at('area.title');

  await tick(named(alex, 'checkbox', AREA));
  await tick(named(alex, 'checkbox', OTHER_AREA));
  await named(alex, 'checkbox', 'Advocacy').click();
  await alex.sees('area.full');
  await expect(named(alex, 'checkbox', 'Advocacy')).not.toBeChecked();

  await morgan.press('console.picks.see');
  await morgan.sees('console.picks.few');
  await tick(named(priya, 'checkbox', AREA));
  await expect(async () => {
    await morgan.button('console.picks.see').or(morgan.button('console.picks.again')).click();
    await expect(named(morgan, 'radio', AREA)).toHaveAccessibleName(new RegExp(word('console.picks', { count: 2 })), { timeout: 500 });
  }).toPass();
  await cast.picture('area', morgan, alex);

  await tick(named(morgan, 'radio', AREA));
  await morgan.press('console.area.confirm', { area: AREA });
}

export async function competencies(cast: Cast): Promise<void> {
  const { morgan, sam } = cast;
  await morgan.at('console.competencies.title');
  for (const phone of cast.phones) await phone.at('competencies.title');
  await tick(named(sam, 'checkbox', LOOKED_AT[2]));

  for (const name of LOOKED_AT) await tick(named(morgan, 'checkbox', name));
  await named(morgan, 'checkbox', FOURTH).click();
  await morgan.sees('console.competencies.full', { most: 3 });
  await expect(named(morgan, 'checkbox', FOURTH)).not.toBeChecked();
  await morgan.sees('console.competencies.count', { count: 3, most: 3 });
  await expect(sam.page.getByText(LOOKED_AT[1], { exact: false }).first()).toBeVisible();
  await cast.picture('competencies', morgan, sam);
  await morgan.press('console.competencies.next');
}
