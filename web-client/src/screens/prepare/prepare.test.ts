// What the prepare page promises: each thing saves itself as the command of the contract, what is wrong stays and says
// so, and choices that others have made are not set back without asking.
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '$lib/words-console';
import type { PreparedView } from '$lib/protocol';
import { router } from '$lib/router.svelte';
import { agreements, summaryGoesTo, usualAgreements } from '$lib/settled';
import { openDesk, TRUST, type Example } from '../console/example';
import Wide from '../console/Wide.svelte';
import Prepare from './Prepare.svelte';
import { isWider, readLines, whole } from './settle';

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no network in tests')));
  vi.stubGlobal('scrollTo', () => undefined);
});
afterEach(() => {
  router.show('', true);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const PREPARED: PreparedView = { meeting: 'room', agreements: null, support: null, summaryTo: { who: 'here' }, area: null, competencies: [] };

function open(part: string, example: Example = {}) {
  router.show(`prepare.${part}`, true);
  const desk = openDesk(example);
  render(Prepare, { guide: desk.guide });
  const section = document.getElementById(`prepare-${part}`);
  if (!section) throw new Error(`no section ${part}`);
  const last = () => desk.sent().at(-1);
  const write = async (name: string | RegExp, text: string) => {
    const field = within(section).getByRole('textbox', { name });
    await fireEvent.focus(field);
    await fireEvent.input(field, { target: { value: text } });
    await fireEvent.blur(field);
    return field;
  };
  const settle = async () => {
    await tick();
    await tick();
  };
  return { ...desk, section: within(section), last, write, settle };
}

describe('what is typed', () => {
  it('reads whole numbers in a range and nothing else', () => {
    expect([whole(' 4 ', 1, 12), whole('13', 1, 12), whole('0', 1, 12), whole('4.5', 1, 12), whole('', 1, 12), whole('-1', 0, 12)]).toEqual([4, null, null, null, null, null]);
  });

  it('reads agreements as a list, and the usual ones as none', () => {
    const usual = ['One', 'Two'];
    expect(readLines('One\nTwo', usual)).toEqual({ lines: null });
    expect(readLines(' \n\n', usual)).toEqual({ lines: null });
    expect(readLines('  One \n\nThree', usual)).toEqual({ lines: ['One', 'Three'] });
    expect(readLines(Array.from({ length: 13 }, (_, i) => `${i}`).join('\n'), usual)).toEqual({ refusal: { type: 'tooMany', most: 12 } });
    expect(readLines('ö'.repeat(300), usual)).toEqual({ lines: ['ö'.repeat(300)] });
    expect(readLines('x'.repeat(301), usual)).toMatchObject({ refusal: { field: 'agreements', why: { rule: 'tooLong', most: 300 } } });
  });

  it('knows when more people would get the summary', () => {
    expect([isWider('here', 'facilitators'), isWider('others', 'here'), isWider('here', 'others'), isWider('here', 'here')]).toEqual([true, true, false, false]);
  });
});

describe('what is settled, in words', () => {
  it('adds to any agreements that a call is not recorded, once', () => {
    const call = 'Recording, transcript and AI notes are off.';
    expect(agreements(PREPARED)).toEqual(usualAgreements());
    expect(agreements({ meeting: 'call', agreements: null })).toEqual([...usualAgreements(), call]);
    expect(agreements({ meeting: 'call', agreements: ['Ours', call] })).toEqual(['Ours', call]);
  });

  it('says who gets the summary', () => {
    expect(summaryGoesTo({ summaryTo: { who: 'facilitators' } }, 'Morgan')).toMatch(/goes to Morgan and nobody else/);
    expect(summaryGoesTo({ summaryTo: { who: 'others', name: 'our team leader' } }, 'Morgan')).toMatch(/everyone here, and to our team leader/);
  });
});

describe('the prepare page', () => {
  it('saves title, name and seats by themselves, each alone', async () => {
    const { write, sent } = open('session');
    await write(/called/, ' Harbour team ');
    await write(/call you/, '');
    await write(/How many/, '3');
    expect(sent()).toEqual([{ type: 'prepare', title: 'Harbour team' }, { type: 'prepare', facilitator: null }, { type: 'prepare', seats: 3 }]);
  });

  it('keeps a number out of range in its field, and says what fits', async () => {
    const { write, sent, settle, section } = open('session');
    const field = await write(/How many/, '13');
    await settle();
    expect(sent()).toEqual([]);
    expect((field as HTMLInputElement).value).toBe('13');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(section.getByText('Choose a number from 1 to 12.')).toBeTruthy();
    expect(field.getAttribute('aria-describedby')).toContain('-saved');
  });

  it('proposes an area and up to three of it; a fourth is answered in words', async () => {
    const { section, sent, answer, settle } = open('look', { room: { prepared: { ...PREPARED, competencies: ['persevering', 'reconcilers', 'empathic-listeners'], area: TRUST } } });
    await fireEvent.click(section.getByRole('checkbox', { name: 'Reliable and Consistent' }));
    expect(sent()).toEqual([]);
    expect(section.getByText(/You can choose up to 3/)).toBeTruthy();
    await fireEvent.click(section.getByRole('checkbox', { name: 'Reconcilers' }));
    expect(sent()).toEqual([{ type: 'propose', area: TRUST, competencies: ['persevering', 'empathic-listeners'] }]);
    answer();
    await settle();
    await fireEvent.change(section.getByRole('combobox', { name: 'Area' }), { target: { value: '' } });
    expect(sent().at(-1)).toEqual({ type: 'propose', area: null, competencies: [] });
  });

  it('divides the hour: 4×3, 4×2 and 3×3, and says that two leave more time', () => {
    const table = (seats: number, competencies: string[]) => {
      const { section } = open('look', { room: { prepared: { ...PREPARED, area: TRUST, competencies }, about: { session: 's', framework: 'core-competencies', frameworkName: 'Core', zone: 'Europe/London', seats, solo: false, rehearsal: false, followUp: false, opened: 0, keptDays: 30, keptUntil: null, reduced: false } } });
      const rows = section.getAllByRole('row').map((row) => row.textContent?.replace(/\s+/g, ' ').trim());
      const brisk = section.queryByText(/12 turns is brisk/) !== null;
      document.body.innerHTML = '';
      return { rows, brisk };
    };
    const four = table(4, ['persevering', 'reconcilers', 'empathic-listeners']);
    expect(four.rows.join('|')).toMatch(/3 now125:00\|287:30\|1415:00/);
    expect(four.brisk).toBe(true);
    const three = table(3, ['persevering', 'reconcilers', 'empathic-listeners']);
    expect(three.rows.join('|')).toMatch(/3 now96:40/);
    expect(three.brisk).toBe(false);
  });

  it('plans each stage by itself and adds the minutes up', async () => {
    const { write, sent, section } = open('plan');
    await write('Rate', '10');
    expect(sent()).toEqual([{ type: 'plan', minutes: { rate: 10 } }]);
    expect(section.getAllByText('92 minutes').length).toBeGreaterThan(0);
    await write('Discuss', 'long');
    expect(sent()).toHaveLength(1);
  });

  it('edits, adds and removes agreements, and goes back to the usual ones', async () => {
    const { section, last, answer, settle } = open('agreed', { room: { prepared: { ...PREPARED, agreements: ['One', 'Two'] } } });
    await fireEvent.click(section.getByRole('button', { name: /Add a line/ }));
    const added = section.getByRole('textbox', { name: 'Agreement 3' });
    await fireEvent.input(added, { target: { value: 'Three\nFour' } });
    expect(section.getAllByRole('textbox').map((one) => (one as HTMLTextAreaElement).value)).toEqual(['One', 'Two', 'Three', 'Four']);
    await fireEvent.click(section.getByRole('button', { name: /^Remove.*Agreement 1$/ }));
    expect(last()).toEqual({ type: 'prepare', agreements: ['Two', 'Three', 'Four'] });
    answer();
    await settle();
    await fireEvent.click(section.getByRole('button', { name: 'Back to the usual ones' }));
    expect(last()).toEqual({ type: 'prepare', agreements: null });
  });

  it('takes its own support line, and gives the usual one back', async () => {
    const { write, sent, section } = open('support', { room: { prepared: { ...PREPARED, support: 'Ring Ada' } } });
    await write(/support/, 'Ring Bo ');
    await fireEvent.click(section.getByRole('button', { name: 'Back to the usual line' }));
    expect(sent()).toEqual([{ type: 'prepare', support: 'Ring Bo' }, { type: 'prepare', support: null }]);
  });

  it('asks before it widens who gets the summary, once somebody has chosen', async () => {
    const { section, sent } = open('summary', { desk: { record: { answered: 2, of: 3, summary: { people: [] } } } as never, room: { prepared: { ...PREPARED, summaryTo: { who: 'facilitators' } } } });
    await fireEvent.click(section.getByRole('radio', { name: 'Everyone here' }));
    expect(sent()).toEqual([]);
    expect(section.getByText(/2 people have chosen already/)).toBeTruthy();
    await fireEvent.click(section.getByRole('button', { name: 'Leave it as it is' }));
    expect((section.getByRole('radio', { name: 'The facilitators alone' }) as HTMLInputElement).checked).toBe(true);
    await fireEvent.click(section.getByRole('radio', { name: 'Everyone here' }));
    await fireEvent.click(section.getByRole('button', { name: 'Let more people get it' }));
    expect(sent()).toEqual([{ type: 'prepare', summaryTo: { who: 'here' } }]);
  });

  it('names the others before it is saved, and narrows without asking', async () => {
    const { section, sent, write } = open('summary');
    await fireEvent.click(section.getByRole('radio', { name: 'Everyone here, and others' }));
    expect(sent()).toEqual([]);
    await write('Who else?', 'our team leader');
    expect(sent()).toEqual([{ type: 'prepare', summaryTo: { who: 'others', name: 'our team leader' } }]);
    await fireEvent.click(section.getByRole('radio', { name: 'The facilitators alone' }));
    expect(sent().at(-1)).toEqual({ type: 'prepare', summaryTo: { who: 'facilitators' } });
  });

  it('keeps for as many days as are typed, and says until when in words', async () => {
    vi.setSystemTime(Date.parse('2026-11-24T12:00Z'));
    const { write, sent, section } = open('kept');
    expect(section.getByText(/everything goes on 24 December 2026/)).toBeTruthy();
    await write(/Days/, '31');
    expect(sent()).toEqual([]);
    await write(/Days/, '14');
    await write(/Days/, '30');
    expect(sent()).toEqual([{ type: 'prepare', keptDays: 14 }, { type: 'prepare', keptDays: null }]);
  });

  it('adds a question, says what it is about, and takes it out', async () => {
    const known = { prompt: 'p1', competency: null, text: 'What helps?' };
    const { section, sent, write } = open('prompts', { desk: { prompts: [known] } });
    await fireEvent.change(section.getByRole('combobox', { name: /Question 1/ }), { target: { value: 'reconcilers' } });
    await fireEvent.click(section.getByRole('button', { name: 'Add a question' }));
    await write('Question 2', 'And then?');
    await fireEvent.click(section.getByRole('button', { name: /^Remove.*Question 1$/ }));
    expect(sent()).toEqual([
      { type: 'prompt', prompt: 'p1', competency: 'reconcilers', text: 'What helps?' },
      { type: 'prompt', prompt: expect.any(String) as string, text: 'And then?' },
      { type: 'prompt', prompt: 'p1', competency: 'reconcilers', text: null },
    ]);
  });
});

describe('in the session', () => {
  const proposed = { ...PREPARED, area: TRUST, competencies: ['reconcilers', 'persevering'] };
  const at = (example: Example) => {
    router.show('', true);
    const desk = openDesk(example);
    render(Wide, { guide: desk.guide, onmenu: () => undefined });
    return desk;
  };

  it('confirms the suggested area with one press', async () => {
    const { sent } = at({ stage: 'area', room: { prepared: proposed, choice: { area: null, competencies: [] } } });
    await fireEvent.click(screen.getByRole('button', { name: /^Confirm: Building/ }));
    expect(sent()[0]).toEqual({ type: 'chooseArea', area: TRUST });
  });

  it('confirms the suggested competencies with one press, and chooses none by itself', async () => {
    const { sent } = at({ stage: 'competencies', room: { prepared: proposed, choice: { area: TRUST, competencies: [] } } });
    expect(sent()).toEqual([]);
    expect((screen.getByRole('checkbox', { name: /Reconcilers/ }) as HTMLInputElement).checked).toBe(true);
    await fireEvent.click(screen.getByRole('button', { name: 'Confirm these 2' }));
    expect(sent()).toEqual([{ type: 'chooseCompetencies', competencies: ['reconcilers', 'persevering'] }]);
  });

  it('in a call offers the link for its chat instead of the QR', () => {
    at({ stage: 'lobby', room: { prepared: { ...PREPARED, meeting: 'call' } } });
    expect(screen.getByRole('button', { name: 'Copy link for the call chat' })).toBeTruthy();
    expect(document.querySelector('.square')).toBeNull();
  });
});
