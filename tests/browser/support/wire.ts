// The network between a phone and the server: a plain relay that can be cut and mended. What a lost signal does, unlike
// a browser's own "offline", which leaves open sockets alone.
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export class Wire {
  readonly #open = new Set<Socket>();
  readonly #server = createServer((near) => this.#relay(near));
  #whole = true;
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
  end(): void {
    this.cut();
    this.#server.close();
  }

  #relay(near: Socket): void {
    if (!this.#whole) return void near.destroy();
    const far = connect(this.#to, '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]] as const) {
      this.#open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#open.delete(one);
        other.destroy();
      });
    }
    near.pipe(far).pipe(near);
  }
}
