// Somebody saves everything held about them: asked for with their own secret, in a header.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import { example, mine, room, type Example } from './example';
import SaveHeld from './SaveHeld.svelte';

let its: Example;
afterEach(() => {
  its.here.close();
  vi.unstubAllGlobals();
});

it('comes as a file, and says so; what went wrong is said too', async () => {
  const fetched = vi.fn<typeof fetch>();
  vi.stubGlobal('fetch', fetched);
  URL.createObjectURL = () => 'blob:held';
  its = example({ room: room('rate'), mine: mine() });
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
  fetched.mockRejectedValueOnce(new Error('offline'));
  render(SaveHeld, { session: its.here.session });
  await fireEvent.click(screen.getByRole('button', { name: 'Save everything held about me' }));
  expect(await screen.findByRole('alert')).toBeTruthy();
  expect(clicked).not.toHaveBeenCalled();

  fetched.mockResolvedValueOnce(new Response('{}'));
  await fireEvent.click(screen.getByRole('button', { name: 'Save everything held about me' }));
  expect(await screen.findByText('Saved.')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
  const [address, asked] = fetched.mock.lastCall ?? [];
  expect(address).toBe(`/api/sessions/${its.here.session.id}/mine.json`);
  expect(new Headers(asked?.headers).get('Authorization')).toBe(`Bearer ${its.here.session.secret}`);
  expect(clicked).toHaveBeenCalledOnce();
});
