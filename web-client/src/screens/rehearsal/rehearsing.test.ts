// What a rehearsal promises on its page: it says that it is one, and one press and a yes end it.
import { fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import '$lib/words-console';
import { openDesk } from '../console/example';
import Rehearsing from './Rehearsing.svelte';

const children = createRawSnippet(() => ({ render: () => '<p>the console</p>' }));
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

afterEach(() => vi.unstubAllGlobals());

function open() {
  const refused = { ok: false, status: 503, headers: new Headers(), json: () => Promise.resolve({ error: { code: 'busy' } }) };
  const called = vi.fn((path: string, how?: RequestInit) => Promise.resolve({ path, how, ...refused } as unknown as Response));
  vi.stubGlobal('fetch', called);
  const { guide } = openDesk({ stage: 'rate' });
  render(Rehearsing, { session: guide.session, children });
  return () => called.mock.calls.filter(([, how]) => how?.method === 'DELETE').length;
}

describe('a rehearsal', () => {
  it('says above the console that these people are made up', () => {
    open();
    expect(screen.getByText('Rehearsal. These people are made up.')).toBeTruthy();
    expect(screen.getByText('the console')).toBeTruthy();
  });

  it('asks once before it ends, and goes on after a no', async () => {
    const erased = open();
    await press('End the rehearsal');
    expect(document.activeElement?.textContent).toBe('End it now? All of it is deleted at once.');
    await press('Go on rehearsing');
    expect(screen.queryByText(/deleted at once/)).toBeNull();
    expect(erased()).toBe(0);
  });

  it('says so when it could not be deleted', async () => {
    const erased = open();
    await press('End the rehearsal');
    await press('End and delete it');
    expect(await screen.findByText(/The server is busy/)).toBeTruthy();
    expect(erased()).toBe(1);
  });
});
