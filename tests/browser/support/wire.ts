// The network between a phone and the server: a plain relay that can be cut and mended, as a lost signal does, unlike a
// browser's own "offline", which leaves open sockets alone. Or it falls silent without a word, as for a phone asleep.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export class Wire {
  readonly #open = new Set<Socket>();
  readonly #server = createServer((near) => this.#relay(near));
  readonly #ends = new Set<() => void>();
  #whole = true;
  #silent = false;
  #to = 0;

  static async to(origin: string): Promise<Wire> {
    const wire = new Wire();
    wire.#to = Number(new URL(origin).port);
    await new Promise<void>((up) => wire.#server.listen(0, '127.0.0.1', up));
    return wire;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on nothing gets through. */
  cut(): void {
    this.#whole = false;
    for (const socket of this.#open) socket.destroy();
  }
  mend(): void {
    this.#whole = true;
  }
  /** Neither side hears from the other any more, nor that it is gone; nothing new gets through either. */
  hush(): void {
    this.#silent = true;
    for (const end of this.#ends) end();
  }
  /** New connections get through; what was open before stays dead, and nobody tells the phone. */
  rouse(): void {
    this.#silent = false;
  }
  end(): void {
    this.cut();
    this.#server.close();
  }

  #relay(near: Socket): void {
    if (!this.#whole) return void near.destroy();
    if (this.#silent) return void this.#deaf(near);
    const far = connect(this.#to, '127.0.0.1');
    let dead = false;
    const end = () => {
      dead = true;
      near.unpipe(far);
      far.unpipe(near);
      // The server may give it up; the phone is not told, and what it says goes nowhere.
      far.resume();
      near.resume();
    };
    this.#ends.add(end);
    for (const [one, other] of [[near, far], [far, near]] as const) {
      this.#open.add(one);
      one.on('error', () => dead || other.destroy());
      one.on('close', () => {
        this.#open.delete(one);
        this.#ends.delete(end);
        if (!dead || one === near) other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  }

  #deaf(near: Socket): void {
    this.#open.add(near);
    near.on('error', () => near.destroy());
    near.on('close', () => this.#open.delete(near));
    near.resume();
  }
}
