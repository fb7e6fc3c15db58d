// One session as this device sees it: the latest views, the state of the connection, and a way to send.
// Holds no rules of the session; the server decides, this shows.
import { socketUrl } from './api';
import { uuid } from './ids';
import { OwnLink } from './link.svelte';
import { merge, MINE_MAPS, TABLE_MAPS } from './merge';
import { Outbox, type Queued } from './outbox';
import type { ClientFrame, Command, Desk, Mine, Refusal, Room, RoomChange, ServerFrame, Table, You } from './protocol';
import { known } from './stages';
import { Skew } from './skew.svelte';
import { Socket, type World } from './socket';
import { factsOf, store as deviceStore, type Kept, type Store } from './store';
import { setZone } from './words';

/** connecting: never yet welcomed · on · reconnecting: gone for 2 s · offline: gone for 30 s · over: for good. */
export type Link = 'connecting' | 'on' | 'reconnecting' | 'offline' | 'over';
/** Why it is over, by the socket's close code. */
export type Ended = 'unknown' | 'removed' | 'gone' | 'erased' | 'stopped';
export type Answer = 'done' | Refusal;

const ENDED: Record<number, Ended> = { 4500: 'unknown', 4501: 'removed', 4502: 'gone', 4507: 'erased' };

/** EXPERIENCE, "Reconnecting": a blink is not worth a word. */
const BLINK_MS = 2_000;
const OFFLINE_MS = 30_000;
/** A `busy` or `storageFull` is tried again after this. */
const HELD_MS = 2_000;

/** The outbox's name for a new link, of which there is one at a time. */
const NEW_LINK = 'newLink';

interface Waiter {
  answer: (answer: Answer) => void;
}

export class Session {
  readonly id: string;
  you = $state.raw<You>();
  /** All somebody who waits to be let in is told; everybody else has it in `room` too. */
  title = $state('');
  room = $state.raw<Room>();
  table = $state.raw<Table>();
  mine = $state.raw<Mine>();
  desk = $state.raw<Desk>();
  state = $state<Link>('connecting');
  endedWhy = $state<Ended | null>(null);
  /** The server has no room left on its disk: what is sent waits here, and is sent again. */
  full = $state(false);
  /** Commands the server has not answered yet. */
  unsent = $state(0);
  /** The server runs newer pages than these, and this device knows the way back: offer a reload when nothing is unsaved. */
  newBuild = $state(false);
  /** The latest refusal nobody was waiting for: sent before this page was loaded, refused only now. */
  refused = $state.raw<{ command: Command; refusal: Refusal } | null>(null);

  readonly #kept: Kept;
  readonly #link: OwnLink;
  readonly #store: Store;
  readonly #outbox: Outbox;
  readonly #waiters = new Map<string, Waiter[]>();
  readonly #open: (secret: string) => Socket<ClientFrame>;
  #socket: Socket<ClientFrame>;
  /** What the home page's list was told last. */
  #noted = '';
  #build: string | null = null;
  readonly #skew = new Skew();
  #gone: ReturnType<typeof setTimeout>[] = [];
  #held: ReturnType<typeof setTimeout> | undefined;
  /** Nothing is sent before `welcome`: the server first says who we are. */
  #welcomed = false;

  constructor(kept: Kept, options: { store?: Store; world?: World; url?: string } = {}) {
    this.id = kept.id;
    this.#kept = kept;
    this.#store = options.store ?? deviceStore;
    this.#outbox = new Outbox(kept.outbox);
    this.unsent = this.#outbox.size;
    this.#link = new OwnLink(this.#store, kept.key, kept.secret);
    this.#open = (secret) =>
      new Socket<ClientFrame>({
        url: options.url ?? socketUrl(kept.id),
        hello: { type: 'hello', secret },
        ping: { type: 'ping' },
        onFrame: (frame) => this.#frame(frame as ServerFrame),
        onUp: () => this.#up(),
        onDown: () => this.#down(),
        onOver: (code) => this.#over(ENDED[code] ?? 'stopped'),
        onPing: () => this.#skew.asks(),
        ...(options.world && { world: options.world }),
      });
    this.#socket = this.#open(kept.secret);
    this.#soon();
  }

  /** Server's clock minus this device's, in ms: `Date.now() + skew` is the server's now. */
  get skew(): number {
    return this.#skew.ms;
  }

  get secret(): string {
    return this.#link.secret;
  }

  /** What this device knew of it when this page was opened: name, title, code. */
  get kept(): Readonly<Kept> {
    return this.#kept;
  }

  /** Under what this device keeps it; also where its drafts go. */
  get key(): string {
    return this.#kept.key;
  }

  get connected(): boolean {
    return this.state === 'on';
  }

  /**
   * Sends a command, now or as soon as there is a connection. Answers when the server did: 'done' means kept for
   * good. Waits as long as it takes, so never block a button on it; show what was done and mend it on a refusal.
   */
  send(command: Command): Promise<Answer> {
    return this.#put({ id: uuid(), command });
  }

  /** As `send`, for a value that may change again soon: a newer one for the same field replaces an older one. */
  save(field: string, command: Command): Promise<Answer> {
    return this.#put({ id: uuid(), field, command });
  }

  /**
   * Makes the link of this console another one. It is kept on this device before the server hears of it; once the
   * server has it, whoever holds the old one is out, and this session goes on by the new one.
   */
  async renew(): Promise<Answer> {
    // One at a time: the one that is on its way may be done already.
    if (this.state === 'over' || this.#outbox.waiting(NEW_LINK)) return { type: 'busy' };
    const secret = this.#link.propose();
    const answer = await this.save(NEW_LINK, { type: 'newLink', secret });
    if (answer !== 'done' && answer.type === 'busy') this.#link.drop(secret); // the outbox was full: it never left
    return answer;
  }

  close(): void {
    this.#socket.close();
    this.#gone.forEach(clearTimeout);
    clearTimeout(this.#held);
  }

  #put(queued: Queued): Promise<Answer> {
    if (this.state === 'over') return Promise.resolve({ type: 'forbidden' });
    const put = this.#outbox.put(queued);
    if (!put) return Promise.resolve({ type: 'busy' });
    return new Promise((answer) => {
      // Whoever waited for the older value is answered with the newer one's answer.
      const older = put.replaced === undefined ? [] : (this.#waiters.get(put.replaced) ?? []);
      if (put.replaced !== undefined) this.#waiters.delete(put.replaced);
      this.#waiters.set(queued.id, [...older, { answer }]);
      this.#persist((outbox) => [...outbox.filter((one) => one.id !== put.replaced), queued]);
      this.#flush();
    });
  }

  #flush(): void {
    if (!this.#welcomed || !this.#socket.connected) return;
    for (const { id, command } of this.#outbox.take()) this.#socket.send({ type: 'command', id, command });
  }

  /** Changes the kept outbox by this one entry only: another tab of the same person writes to it too. */
  #persist(change: (outbox: Queued[]) => Queued[]): void {
    this.unsent = this.#outbox.size;
    this.#store.change(this.key, (kept) => {
      kept.outbox = change(kept.outbox);
    });
  }

  #frame(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        return this.#welcome(frame);
      case 'changed':
        if (!this.#welcomed) return; // a part of something we do not have yet: the welcome holds all of it
        this.title = frame.room?.title ?? this.title;
        this.room = this.#merged(frame.room);
        this.table = merge(this.table, frame.table, TABLE_MAPS);
        this.mine = merge(this.mine, frame.mine, MINE_MAPS);
        this.desk = merge(this.desk, frame.desk);
        this.#note();
        return;
      case 'done':
        return this.#answered(frame.id, this.#outbox.done(frame.id), 'done');
      case 'refused':
        return this.#refusal(frame.id, frame.refusal);
      case 'pong':
        return this.#skew.answered(frame.now);
    }
  }

  #merged(changed: RoomChange | undefined, to: Partial<Room> | undefined = this.room): Room | undefined {
    const stage = changed?.stage && known(changed.stage, this.room?.stage);
    return merge(to, stage ? { ...changed, stage } : changed) as Room | undefined;
  }

  #welcome(frame: Extract<ServerFrame, { type: 'welcome' }>): void {
    this.you = frame.you;
    this.title = frame.room.title ?? '';
    // Whole for everybody but those who wait.
    this.room = frame.you.seated ? this.#merged(frame.room, {}) : undefined;
    this.table = frame.table;
    this.mine = frame.mine;
    this.desk = frame.desk;
    setZone(frame.room.about?.zone);
    this.#link.accepted();
    this.#note(true);
    this.#skew.told(frame.now);
    this.#build ??= frame.build;
    this.newBuild = frame.build !== this.#build && this.#store.works;
    this.#gone.forEach(clearTimeout);
    this.state = 'on';
    // Being let in brings a second welcome on the same connection: what is on its wire stays there.
    if (!this.#welcomed) this.#outbox.reconnected();
    this.#welcomed = true;
    this.#flush();
  }

  #refusal(id: string | null, refusal: Refusal): void {
    if (id === null) return; // a frame the server could not read: a defect, nothing a person can mend
    const left = this.#outbox.refused(id, refusal.type);
    if (left !== 'kept') return this.#answered(id, left, refusal);
    this.full = refusal.type === 'storageFull';
    clearTimeout(this.#held);
    this.#held = setTimeout(() => {
      this.#outbox.resume();
      this.#flush();
    }, HELD_MS);
  }

  #answered(id: string, queued: Queued | undefined, answer: Answer): void {
    const waiters = this.#waiters.get(id);
    this.#waiters.delete(id);
    this.#persist((outbox) => outbox.filter((one) => one.id !== id));
    this.full = false;
    const link = queued?.command.type === 'newLink' ? queued.command.secret : null;
    // Sent again under the very link it made, it is taken for another command: what it was to do is done.
    const done = answer === 'done' || (link === this.secret && answer.type === 'commandIdReused');
    if (queued && !done && !waiters) this.refused = { command: queued.command, refusal: answer };
    if (link !== null && !done) this.#link.drop(link);
    if (link !== null && done && link !== this.secret) {
      this.#turn(link);
      this.#link.accepted();
    }
    waiters?.forEach((waiter) => waiter.answer(done ? 'done' : answer));
    this.#flush();
  }

  /** Goes on by another secret. What was sent and not answered stays in the outbox and goes again. */
  #turn(secret: string): void {
    this.#socket.close();
    this.#link.turn(secret);
    this.#down();
    this.#socket = this.#open(secret);
  }

  /** Keeps what the home page's list says of it, where that changed. */
  #note(again = false): void {
    const facts = this.room && this.you ? factsOf(this.room, this.you, this.mine) : null;
    const name = this.mine?.me.name;
    const noted = JSON.stringify([this.title, name, facts]);
    if (!again && noted === this.#noted) return;
    this.#noted = noted;
    this.#store.change(this.key, (kept) => {
      Object.assign(kept, { title: this.title, name: name ?? kept.name, facts: facts ?? kept.facts, over: null });
    });
  }

  #up(): void {
    this.#welcomed = false;
  }

  #down(): void {
    this.#welcomed = false;
    this.#soon();
  }

  /** A short gap shows nothing; then "reconnecting", then "offline". */
  #soon(): void {
    this.#gone.forEach(clearTimeout);
    this.#gone = [
      setTimeout(() => {
        if (this.state === 'on') this.state = 'reconnecting';
      }, BLINK_MS),
      setTimeout(() => {
        if (this.state !== 'over') this.state = 'offline';
      }, OFFLINE_MS),
    ];
  }

  #over(why: Ended): void {
    const other = why === 'unknown' ? this.#link.other() : null;
    if (other === null) this.#end(why);
    else this.#turn(other);
  }

  #end(why: Ended): void {
    this.close();
    if (why !== 'stopped') this.#store.end(this.key, why);
    this.endedWhy = why;
    this.state = 'over';
    for (const waiters of this.#waiters.values()) waiters.forEach(({ answer }) => answer({ type: 'forbidden' }));
    this.#waiters.clear();
  }
}
