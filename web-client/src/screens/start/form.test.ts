import { expect, it } from 'vitest';
import { check, type Form } from './form';

const form: Form = { framework: 'vcse', title: '', facilitator: '', seats: '4', key: '' };

it('needs nothing but a framework and seats', () => {
  expect(check(form, false)).toEqual([]);
});

it.each([[{ framework: '' }, 'start-framework'], [{ seats: '13' }, 'start-seats'], [{ seats: 'four' }, 'start-seats'], [{ seats: '0' }, 'start-seats'], [{ title: 'x'.repeat(121) }, 'start-title'], [{ facilitator: 'x'.repeat(41) }, 'start-facilitator']])('finds %o', (change, id) => {
  expect(check({ ...form, ...change }, false).map((error) => error.id)).toEqual([id]);
});

it('asks for the key only where there is one', () => {
  expect(check(form, true).map((error) => error.id)).toEqual(['start-key']);
});
