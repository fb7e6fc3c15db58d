import { describe, expect, it } from 'vitest';
import { keyOf, Store, type Fresh } from './store';
import { fakeDisk } from './testing';

const known = (id: string, opened = 1, secret = 's'): Fresh => ({ id, secret, role: 'participant', name: 'N', title: 'T', opened });

describe('store', () => {
  it('remembers, lists the latest first, and forgets', () => {
    const store = new Store(fakeDisk());
    store.remember(known('a', 1));
    store.remember(known('b', 2));
    expect(store.list().map((kept) => kept.id)).toEqual(['b', 'a']);
    store.forget('a');
    expect(store.session('a')).toBeNull();
    expect(store.list()).toHaveLength(1);
  });

  it('keeps outbox and drafts for the same secret only', () => {
    const store = new Store(fakeDisk());
    store.remember(known('a'));
    store.change('a', (kept) => (kept.drafts['f'] = { text: 'x', was: '' }));
    expect(store.remember(known('a', 2)).drafts).toHaveProperty('f');
    expect(store.remember(known('a', 3, 'other')).drafts).toEqual({});
  });

  it('says that it keeps nothing of what was cleared or forgotten elsewhere, and puts nothing back', () => {
    const disk = fakeDisk();
    const store = new Store(disk);
    store.remember(known('a'));
    disk.clear();
    store.change('a', (kept) => (kept.name = 'M'));
    expect([store.works, disk.length]).toEqual([false, 0]);
    store.write('settings', {});
    expect(store.works).toBe(false);
    store.remember(known('a')); // by the way-back link
    expect(store.works).toBe(true);
  });

  it('keeps two people on one phone apart, and each tab on its own seat', () => {
    const disk = fakeDisk();
    const [one, two] = [new Store(disk, fakeDisk()), new Store(disk, fakeDisk())];
    one.remember(known('a', 1, 'first'));
    two.remember(known('a', 2, 'second'));
    expect([one.find('a', 'participant')?.secret, two.find('a', 'participant')?.secret]).toEqual(['first', 'second']);
    expect(new Store(disk, fakeDisk()).find('a', 'participant')?.secret).toBe('second');
    expect(one.session('a')?.secret).toBe('first');
  });

  it('changes only what it means to change when two tabs write', () => {
    const disk = fakeDisk();
    const [one, two] = [new Store(disk), new Store(disk)];
    one.remember(known('a'));
    one.change('a', (kept) => (kept.drafts['f'] = { text: '1', was: '' }));
    two.change('a', (kept) => (kept.drafts['g'] = { text: '2', was: '' }));
    expect(Object.keys(one.session('a')?.drafts ?? {})).toEqual(['f', 'g']);
  });

  it('keeps a seat and a desk of the same session apart', () => {
    const store = new Store(fakeDisk());
    store.remember(known('a'));
    store.remember({ ...known('a', 2, 'desk'), role: 'facilitator' });
    expect(store.session('a')?.secret).toBe('s');
    expect(store.session(keyOf('a', 'facilitator'))?.secret).toBe('desk');
    expect(store.list().map(({ id, role }) => `${id} ${role}`)).toEqual(['a facilitator', 'a participant']);
  });

  it('keeps a co-facilitator’s desk beside the first one, and puts a new link in the place of a dead one', () => {
    const store = new Store(fakeDisk());
    const desk = (secret: string, opened: number): Fresh => ({ ...known('a', opened, secret), role: 'facilitator' });
    const first = store.remember(desk('first', 1));
    const co = store.remember(desk('co', 2));
    expect(store.session(first.key)?.secret).toBe('first');
    expect(co.key).not.toBe(first.key);
    store.change(first.key, (kept) => (kept.drafts['note:rate'] = { text: 'half a', was: '' }));
    store.end(first.key, 'unknown');
    const renewed = store.remember(desk('renewed', 3));
    expect([renewed.key, renewed.over]).toEqual([first.key, null]);
    expect(renewed.drafts).toHaveProperty('note:rate');
    expect(store.session(co.key)?.secret).toBe('co');
  });

  it('opens what still opens before what was used last', () => {
    const disk = fakeDisk();
    const store = new Store(disk, null);
    store.remember({ ...known('a', 1, 'live'), role: 'facilitator' });
    const dead = store.remember({ ...known('a', 2, 'dead'), role: 'facilitator' });
    store.end(dead.key, 'unknown');
    expect(store.find('a', 'facilitator')?.secret).toBe('live');
  });

  it('knows a desk by the new link that is on its way', () => {
    const store = new Store(fakeDisk());
    const { key } = store.remember({ ...known('a', 1, 'old'), role: 'facilitator' });
    store.change(key, (kept) => (kept.next = 'new'));
    expect(store.remember({ ...known('a', 2, 'new'), role: 'facilitator', title: '' })).toMatchObject({ key, secret: 'new', next: null, title: 'T' });
  });

  it('keeps no word of a session that is gone, and still says that it was there', () => {
    const store = new Store(fakeDisk());
    const { key } = store.remember({ ...known('a'), code: 'KTR4M9XF' });
    store.change(key, (kept) => (kept.drafts['f'] = { text: 'x', was: '' }));
    store.end(key, 'removed');
    expect(store.session(key)).toMatchObject({ over: 'removed', name: 'N', drafts: { f: { text: 'x' } } });
    store.end(key, 'erased');
    expect(store.session(key)).toMatchObject({ over: 'erased', title: 'T', name: '', code: '', drafts: {}, outbox: [] });
    expect(store.list()).toHaveLength(1);
    // A field that leaves the screen after that writes what it held.
    store.change(key, (kept) => (kept.drafts['f'] = { text: 'x', was: '' }));
    expect(store.session(key)?.drafts).toEqual({});
  });

  it('reads what an older page kept', () => {
    const disk = fakeDisk();
    disk.setItem('trivet:session:a', '{"secret":"s","role":"facilitator"}');
    expect(new Store(disk).session('a')).toMatchObject({ next: null, facts: null, over: null });
  });

  it('carries on in memory when the browser keeps nothing, and says so', () => {
    const blocked = { ...fakeDisk(), setItem: () => { throw new Error('blocked'); }, getItem: () => { throw new Error('blocked'); } };
    for (const disk of [blocked, null]) {
      const store = new Store(disk);
      expect(store.works).toBe(false);
      store.remember(known('a'));
      store.change('a', (kept) => (kept.name = 'M'));
      expect(store.session('a')?.name).toBe('M');
      expect(store.list()).toHaveLength(1);
    }
  });

  it('treats a damaged entry as not there', () => {
    const disk = fakeDisk();
    disk.setItem('trivet:session:a', '{"secret":');
    const store = new Store(disk);
    expect(store.session('a')).toBeNull();
    expect(store.list()).toEqual([]);
  });
});
