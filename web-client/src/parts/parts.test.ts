// What the parts promise to hands, eyes and screen readers.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { settings } from '$lib/settings.svelte';
import Bar from './Bar.svelte';
import Confirm from './Confirm.svelte';
import Menu from './Menu.svelte';
import Qr from './Qr.svelte';
import Scale from './Scale.svelte';
import SelfSavingText from './SelfSavingText.svelte';
import Slips from './Slips.svelte';
import Table from './Table.svelte';

beforeAll(() => {
  // jsdom has no dialogs that open.
  HTMLDialogElement.prototype.showModal = function () { this.open = true; };
  HTMLDialogElement.prototype.close = function () { this.open = false; };
});

describe('Confirm', () => {
  it('asks in place, and gives the focus back to its button when the answer is no', async () => {
    const onyes = vi.fn();
    render(Confirm, { label: 'Erase', question: 'Erase it?', yes: 'Yes', no: 'Keep it', onyes });
    await fireEvent.click(screen.getByRole('button', { name: 'Erase' }));
    expect(document.activeElement?.textContent).toBe('Erase it?');
    await fireEvent.click(screen.getByRole('button', { name: 'Keep it' }));
    await tick();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Erase' }));
    expect(onyes).not.toHaveBeenCalled();
  });
});

describe('Scale', () => {
  it('is ten named radios in a group, none chosen by default', () => {
    render(Scale, { name: 's', value: null, onpick: () => undefined });
    expect(screen.getByRole('group', { name: 'How confident do you feel?' })).toBeTruthy();
    expect(screen.getAllByRole('radio')).toHaveLength(10);
    expect(screen.getByRole('radio', { name: /^1, no confidence/ })).toBeTruthy();
    expect(screen.getByRole('radio', { name: '10, very high confidence' })).toBeTruthy();
    expect(screen.queryByRole('radio', { checked: true })).toBeNull();
  });

  it('tells which was pressed', async () => {
    const onpick = vi.fn();
    render(Scale, { name: 's', value: 4, onpick });
    await fireEvent.click(screen.getByRole('radio', { name: '7' }));
    expect(onpick).toHaveBeenCalledWith(7);
  });

  it('shows where one started without choosing it', () => {
    render(Scale, { name: 's', value: null, first: 4, onpick: () => undefined });
    expect(screen.getByRole('radio', { name: '4, where you started' })).toHaveProperty('checked', false);
  });

  it('holds no digit while covered', () => {
    const { container } = render(Scale, { name: 's', value: 4, covered: true, onpick: () => undefined });
    expect(container.textContent).not.toMatch(/\d/);
  });
});

describe('SelfSavingText', () => {
  it('saves on leaving, and says so when the server did', async () => {
    let answer: (answer: 'done') => void = () => undefined;
    const save = vi.fn(() => new Promise<'done'>((done) => (answer = done)));
    render(SelfSavingText, { key: 'f', session: null, label: 'Why', hint: 'A hint', value: 'old', save });
    const box = screen.getByRole('textbox', { name: 'Why' });
    expect(document.getElementById(box.getAttribute('aria-describedby')?.split(' ')[0] ?? '')?.textContent).toBe('A hint');
    await fireEvent.focus(box);
    await fireEvent.input(box, { target: { value: 'new' } });
    await fireEvent.blur(box);
    expect(save).toHaveBeenCalledWith('new', 'old');
    expect(screen.queryByText('Saved')).toBeNull();
    answer('done');
    expect(await screen.findByText('Saved')).toBeTruthy();
  });

  it('keeps its text while covered, out of sight and reach', () => {
    render(SelfSavingText, { key: 'f', session: null, label: 'Why', value: 'mine', covered: true, save: () => Promise.resolve('done' as const) });
    const box = screen.getByLabelText<HTMLTextAreaElement>('Why');
    expect(box.value).toBe('mine');
    expect(box.inert).toBe(true);
  });
});

describe('Slips', () => {
  it('starts as it is told and reports each switch', async () => {
    const onchange = vi.fn();
    render(Slips, { label: 'Show', slips: [{ key: 'score', label: 'My score', text: '4 out of 10', on: false }], onchange });
    const one = screen.getByRole('switch', { name: 'My score' });
    expect(one).toHaveProperty('checked', false);
    await fireEvent.click(one);
    expect(onchange).toHaveBeenCalledWith('score', true);
  });
});

describe('Bar', () => {
  it('keeps the stage for screen readers while the news takes its place', () => {
    render(Bar, { stage: 'Rate', step: 3, link: 'reconnecting', onmenu: () => undefined });
    expect(screen.getByText('Rate 3 of 7').className).toContain('hide');
    expect(screen.getByText(/^Reconnecting/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Menu' })).toBeTruthy();
  });
});

describe('Menu', () => {
  it('offers stepping out and leaving, one press each, and the settings', async () => {
    const [onstep, onleave] = [vi.fn(), vi.fn()];
    render(Menu, { open: true, onstep, onleave });
    await fireEvent.click(screen.getByRole('button', { name: 'Step out for a bit' }));
    expect(onstep).toHaveBeenCalledWith(true);
    await fireEvent.click(screen.getByRole('button', { name: 'Leave', hidden: true }));
    expect(onleave).toHaveBeenCalled();
    await fireEvent.click(screen.getByRole('radio', { name: 'Dark', hidden: true }));
    expect(document.documentElement.dataset['theme']).toBe('dark');
    settings.theme = 'system';
    expect(document.documentElement.dataset['theme']).toBeUndefined();
  });
});

describe('Table', () => {
  it('has a place for one to twelve', () => {
    for (const count of [1, 4, 12]) {
      const seats = Array.from({ length: count }, (_, i) => ({ id: `${i}`, name: `P${i}`, seat: i + 1 }));
      const { container, unmount } = render(Table, { seats, facilitator: 'F' });
      expect(container.querySelectorAll('li')).toHaveLength(count + 1);
      expect(container.innerHTML).not.toContain('undefined');
      unmount();
    }
  });
});

describe('Qr', () => {
  it('draws runs of modules in one path', () => {
    const { container } = render(Qr, { rows: ['110', '001', '111'], label: 'code' });
    expect(container.querySelector('path')?.getAttribute('d')).toBe('M0 0h2v1h-2zM2 1h1v1h-1zM0 2h3v1h-3z');
  });
});
