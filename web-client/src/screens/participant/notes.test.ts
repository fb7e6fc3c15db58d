// A note is for whoever it was begun for, whatever happens around it.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { Command } from '$lib/protocol';
import type { Here } from './here.svelte';
import NoteBox from './NoteBox.svelte';

test('a note that saves itself while the turn moves on still names the person it was begun for', async () => {
  const saved: Command[] = [];
  const here = {
    mine: { sent: [] },
    stage: 'discuss',
    session: { key: null },
    save: (_: string, command: Command) => {
      saved.push(command);
      return Promise.resolve('done');
    },
  } as unknown as Here;
  const props = { here, to: 'alex', competency: 'persevering', kind: 'strength' as const, name: 'Alex' };
  const box = render(NoteBox, { props });
  await fireEvent.input(screen.getByRole('textbox'), { target: { value: 'You listen' } });
  await box.rerender({ to: 'priya', competency: 'reconcilers', name: 'Priya' });
  box.unmount();
  expect(saved.length).toBeGreaterThan(0);
  for (const command of saved) expect(command).toMatchObject({ to: 'alex', competency: 'persevering', text: 'You listen' });
});
