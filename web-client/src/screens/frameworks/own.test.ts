import { beforeEach, expect, it } from 'vitest';
import { store } from '$lib/store';
import { forgetFramework, ownFrameworks, rememberFramework } from './own';

const hash = (n: number) => n.toString(16).padStart(64, '0');

beforeEach(() => store.write('trivet:frameworks', []));

it('remembers the latest first, each once', () => {
  rememberFramework({ hash: hash(1), name: 'One' });
  rememberFramework({ hash: hash(2), name: 'Two' });
  rememberFramework({ hash: hash(1), name: 'One again' });
  expect(ownFrameworks()).toEqual([{ hash: hash(1), name: 'One again' }, { hash: hash(2), name: 'Two' }]);
  forgetFramework(hash(1));
  expect(ownFrameworks()).toEqual([{ hash: hash(2), name: 'Two' }]);
});

it('keeps no more than anybody looks through', () => {
  for (let n = 0; n < 30; n++) rememberFramework({ hash: hash(n), name: String(n) });
  expect(ownFrameworks()).toHaveLength(20);
});

it.each([null, 7, 'x', {}, [null, 7, {}, { hash: '../etc', name: 'x' }, { hash: hash(1) }]])('takes %o for nothing', (kept) => {
  store.write('trivet:frameworks', kept);
  expect(ownFrameworks()).toEqual([]);
});
