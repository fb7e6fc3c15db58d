// The small pure parts: ids, merging, staying, announcing, words and time, routes.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer } from './announce';
import { minutesLeft, timeInWords } from './clock';
import { secret, uuid } from './ids';
import { merge } from './merge';
import { refusalWords } from './refusal';
import { match, takeHash } from './router.svelte';
import { Follow, inField } from './stay.svelte';
import { date, list, setZone, t, time } from './words';

describe('ids', () => {
  it('makes UUIDs of version 4 and secrets of 43 characters', () => {
    expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(secret()).toMatch(/^[\w-]{43}$/);
    expect(new Set(Array.from({ length: 100 }, uuid)).size).toBe(100);
  });
});

describe('merge', () => {
  it('replaces sections, merges keyed ones, and leaves the rest as it is', () => {
    const old = { a: { x: 1 }, rows: { one: { s: 1 }, two: { s: 2 } }, kept: {} };
    const next = merge(old, { a: { y: 2 }, rows: { one: null, three: { s: 3 } } }, ['rows']);
    expect(next).toEqual({ a: { y: 2 }, rows: { two: { s: 2 }, three: { s: 3 } }, kept: {} });
    expect(next?.kept).toBe(old.kept);
    expect(merge(old, undefined)).toBe(old);
  });
});

describe('stay', () => {
  it('follows when idle', () => {
    const follow = new Follow('rate');
    follow.group('discuss', false);
    expect([follow.shown, follow.offered]).toEqual(['discuss', null]);
  });

  it('stays while writing, offers the newest place, and goes when asked', () => {
    const follow = new Follow('rate');
    follow.group('discuss', true);
    follow.group('rescore', true);
    expect([follow.shown, follow.offered]).toEqual(['rate', 'rescore']);
    follow.group('rescore', false); // the same news again, now idle: nobody is yanked
    expect(follow.shown).toBe('rate');
    follow.join();
    expect([follow.shown, follow.offered]).toEqual(['rescore', null]);
  });

  it('drops the offer when the group comes back', () => {
    const follow = new Follow('rate');
    follow.group('discuss', true);
    follow.group('rate', true);
    expect([follow.shown, follow.offered]).toEqual(['rate', null]);
  });

  it('lets a person wander and takes them along on the next move', () => {
    const follow = new Follow('discuss');
    follow.wander('rate');
    expect(follow.shown).toBe('rate');
    follow.group('rescore', false);
    expect(follow.shown).toBe('rescore');
  });

  it('tells fields from other things with focus', () => {
    document.body.innerHTML = '<h1 tabindex="-1">x</h1><textarea></textarea><input type="radio">';
    const focus = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus();
    focus('textarea');
    expect(inField()).toBe(true);
    focus('input');
    expect(inField()).toBe(false);
    focus('h1');
    expect(inField()).toBe(false);
  });
});

describe('announcer', () => {
  beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => vi.useRealTimers());

  function listen() {
    const region = document.createElement('p');
    const said: [number, string][] = [];
    const start = Date.now();
    const announcer = new Announcer(() => region);
    Object.defineProperty(region, 'textContent', { set: (text: string) => said.push([Date.now() - start, text]) });
    return { announcer, said };
  }

  it('speaks a second apart and does not repeat itself', () => {
    const { announcer, said } = listen();
    for (const text of ['a', 'a', 'b']) announcer.say(text);
    vi.advanceTimersByTime(5_000);
    announcer.say('b');
    vi.advanceTimersByTime(5_000);
    expect(said).toEqual([[0, 'a'], [1_000, 'b']]);
  });

  it('tells who is here at most every ten seconds, the latest only', () => {
    const { announcer, said } = listen();
    announcer.say('one', true);
    vi.advanceTimersByTime(1_500);
    announcer.say('two', true);
    announcer.say('three', true);
    announcer.say('important');
    vi.advanceTimersByTime(20_000);
    expect(said).toEqual([[0, 'one'], [1_500, 'important'], [10_000, 'three']]);
  });
});

describe('words', () => {
  it('fills in and counts', () => {
    expect(t('clock.left', { minutes: 1 })).toBe('About 1 minute left');
    expect(t('clock.left', { minutes: 5 })).toBe('About 5 minutes left');
  });

  it('fences names that would turn a sentence round, and leaves others alone', () => {
    expect(t('stay.join', { stage: 'Rate' })).toBe('Go to Rate');
    expect(t('stay.join', { stage: '\u202Eevil' })).toBe('Go to \u2068\u202Eevil\u2069');
  });

  it('dates in the session’s zone; a plain day stays that day', () => {
    setZone('Pacific/Auckland');
    expect(date(Date.UTC(2027, 0, 18, 20))).toBe('19\u00a0January 2027');
    expect(time(Date.UTC(2027, 0, 18, 20))).toBe('09:00');
    expect(date('2027-01-19')).toBe('19\u00a0January 2027');
    setZone('Nowhere/Else');
    expect(date('2027-01-19')).toBe('19\u00a0January 2027');
    expect(list(['A', 'B', 'C'])).toBe('A, B and C');
  });

  it('reckons the minutes left by the server’s clock', () => {
    expect(minutesLeft(400_000, 0, 100_000)).toBe(5);
    expect(minutesLeft(400_000, 7_200_000, 100_000 - 7_200_000)).toBe(5);
  });

  it.each([[48, 'About 50 minutes left'], [31, 'About half an hour left'], [13, 'About 15 minutes left'], [7, 'About 7 minutes left'], [1, 'About 1 minute left'], [0, 'A little over time, no rush'], [-4, 'A little over time, no rush']])('says %i minutes as people do', (minutes, words) => {
    expect(timeInWords(minutes)).toBe(words);
  });

  it('has words for every refusal, also for one it does not know', () => {
    expect(refusalWords({ type: 'notNow' } as never)).toBe(t('refusal.notNow'));
    expect(refusalWords({ type: 'invalid', field: 'score', why: { rule: 'range', least: 1, most: 10 } })).toBe('Choose a number from 1 to 10.');
    expect(refusalWords({ type: 'invalid', field: 'name', why: { rule: 'taken' } })).toBe(t('refusal.invalid.name.taken'));
    expect(refusalWords({ type: 'invalid', field: 'areas[2]', why: { rule: 'range', least: 0, most: 2 } })).toBe(t('refusal.invalid.areas'));
    expect(refusalWords({ type: 'invalid', field: 'x', why: { rule: 'kind' } })).toBe(t('refusal.invalid.other'));
    expect(refusalWords({ type: 'tooMany', most: 3 })).toBe('There’s room for 3. Take one off first.');
    expect(refusalWords({ type: 'scoreFinal', shown: true })).toBe(t('refusal.scoreFinal.shown'));
    expect(refusalWords({ type: 'new' } as never)).toBe(t('refusal.invalid.other'));
  });
});

describe('routes', () => {
  it('knows every page', () => {
    expect(match('/')).toEqual({ page: 'home' });
    expect(match('/join/')).toEqual({ page: 'join' });
    expect(match('/session/abc')).toEqual({ page: 'session', id: 'abc' });
    expect(match('/console/a%20b')).toEqual({ page: 'console', id: 'a b' });
    expect(match('/elsewhere')).toEqual({ page: 'lost' });
  });

  it('takes a secret out of the address bar', () => {
    history.replaceState(null, '', '/join?x=1#KTR4%20M9XF');
    expect(takeHash()).toBe('KTR4 M9XF');
    expect(location.hash).toBe('');
    expect(takeHash()).toBeNull();
  });
});
