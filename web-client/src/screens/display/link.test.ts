import { afterEach, expect, it } from 'vitest';
import { store } from '$lib/store';
import { enterDisplay } from './link';

afterEach(() => localStorage.clear());

it('takes secret and code apart, out of the address bar, and knows them after a reload', () => {
  history.replaceState(null, '', '/display/d#SECRET.KTR4M9XF');
  const first = enterDisplay('d');
  first?.session.close();
  expect([first?.session.secret, first?.code, location.hash]).toEqual(['SECRET', 'KTR4M9XF', '']);
  const again = enterDisplay('d');
  again?.session.close();
  expect([again?.session.secret, again?.code]).toEqual(['SECRET', 'KTR4M9XF']);
});

it('leaves a desk of the same session in this browser alone', () => {
  store.remember({ id: 'd', secret: 'DESK', role: 'facilitator', name: '', title: '', opened: 0 });
  history.replaceState(null, '', '/display/d#SECRET.KTR4M9XF');
  enterDisplay('d')?.session.close();
  expect(store.session('d.facilitator')?.secret).toBe('DESK');
  expect(enterDisplay('other')).toBeNull();
});
