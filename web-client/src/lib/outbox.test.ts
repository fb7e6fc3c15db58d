import { describe, expect, it } from 'vitest';
import { LIMIT, Outbox, WIRE } from './outbox';
import type { Command } from './protocol';

let n = 0;
const next = (field?: string) => ({ id: `id${(n += 1)}`, command: { type: 'ready', ready: true } as Command, ...(field !== undefined && { field }) });
const ids = (outbox: Outbox) => outbox.all.map((queued) => queued.id);

describe('outbox', () => {
  it('sends in order, at most 16 unanswered', () => {
    const outbox = new Outbox();
    const all = Array.from({ length: 20 }, () => next());
    all.forEach((queued) => outbox.put(queued));
    expect(outbox.take().map((q) => q.id)).toEqual(all.slice(0, WIRE).map((q) => q.id));
    expect(outbox.take()).toEqual([]);
    outbox.done(all[0]?.id ?? '');
    expect(outbox.take().map((q) => q.id)).toEqual([all[WIRE]?.id]);
  });

  it('lets a newer value take the place of an older one, sent or not', () => {
    const outbox = new Outbox();
    const [a, b, c, d] = [next('x'), next('y'), next('x'), next('x')];
    outbox.put(a);
    outbox.put(b);
    expect(outbox.put(c)).toEqual({ replaced: a.id });
    outbox.take();
    expect(outbox.put(d)).toEqual({ replaced: c.id });
    expect(ids(outbox)).toEqual([b.id, d.id]);
    expect(outbox.done(c.id)).toBeUndefined(); // the answer to the replaced one
    expect(ids(outbox)).toEqual([b.id, d.id]);
  });

  it('counts replaced commands on the wire until they are answered', () => {
    const outbox = new Outbox();
    for (let i = 0; i < WIRE; i++) {
      outbox.put(next('x'));
      outbox.take();
    }
    outbox.put(next('x'));
    expect(outbox.take()).toEqual([]);
  });

  it('holds at most 100, and still replaces when full', () => {
    const outbox = new Outbox();
    for (let i = 0; i < LIMIT - 1; i++) outbox.put(next());
    outbox.put(next('x'));
    expect(outbox.put(next())).toBeNull();
    expect(outbox.put(next('x'))).not.toBeNull();
    expect(outbox.size).toBe(LIMIT);
  });

  it.each(['busy', 'storageFull'])('keeps a command refused as %s and everything behind it, in order', (type) => {
    const outbox = new Outbox();
    const [a, b] = [next(), next()];
    outbox.put(a);
    outbox.take();
    outbox.put(b);
    expect(outbox.refused(a.id, type)).toBe('kept');
    expect(outbox.take()).toEqual([]);
    outbox.resume();
    expect(outbox.take().map((q) => q.id)).toEqual([a.id, b.id]);
  });

  it('gives any other refusal back to the screen', () => {
    const outbox = new Outbox();
    const a = next();
    outbox.put(a);
    outbox.take();
    expect(outbox.refused(a.id, 'notNow')).toEqual(a);
    expect(outbox.size).toBe(0);
  });

  it('sends everything again, in order, on a new connection', () => {
    const [a, b] = [next(), next('x')];
    const outbox = new Outbox([a, b]);
    outbox.take();
    outbox.reconnected();
    expect(outbox.take().map((q) => q.id)).toEqual([a.id, b.id]);
  });
});
