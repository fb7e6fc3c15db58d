// Servers that are not ours: a site on another port, and a front that people reach ours through. Each counts what it
// was asked for; neither knows anything of sessions.
import { createServer, request, type IncomingMessage, type Server as HttpServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** Listens on a port of its own; `end` closes what is open too. */
abstract class Listening {
  readonly asked: IncomingMessage[] = [];
  readonly server: HttpServer = createServer();
  /** Known once it is up. */
  origin = '';
  readonly #open = new Set<Socket>();

  constructor() {
    this.server.on('connection', (socket) => {
      this.#open.add(socket);
      socket.on('close', () => this.#open.delete(socket));
    });
  }

  async up(): Promise<this> {
    await new Promise<void>((up) => this.server.listen(0, '127.0.0.1', up));
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  end(): void {
    this.server.close();
    for (const socket of this.#open) socket.destroy();
  }
}

/** What a site answers with, by the ending of what is asked for. Its script and its style would be seen to work. */
const FILES: { [ending: string]: [type: string, body: string] } = {
  js: ['text/javascript', 'window.ran = [...(window.ran ?? []), "a script of another site"]'],
  css: ['text/css', 'body { border-top: 7px solid red }'],
  svg: ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
};

/** Somebody else's site: an empty page at every address, and files that anybody may load. */
export class Site extends Listening {
  constructor() {
    super();
    this.server.on('request', (asks, answer) => {
      this.asked.push(asks);
      const [type, body] = FILES[asks.url?.split('.').at(-1) ?? ''] ?? ['text/html', '<!doctype html><title>Elsewhere</title><link rel="icon" href="data:,"><body>'];
      answer.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body);
    });
    this.server.on('upgrade', (asks, socket) => {
      this.asked.push(asks);
      socket.destroy();
    });
  }

  /** The paths it was asked for, but for the icon that a browser asks for by itself. */
  get paths(): string[] {
    return this.asked.map(({ url }) => url ?? '').filter((path) => path !== '/favicon.ico');
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const site = await new Site().up();
  site.end();
  return Number(new URL(site.origin).port);
}

/** What stands in front of a server under an address of its own: it names the server as the host, and says for whom it asks. */
export class Front extends Listening {
  constructor(readonly to: number) {
    super();
    this.server.on('request', (asks, answer) => {
      const { method, url } = asks;
      const further = request({ host: '127.0.0.1', port: to, method, path: url, headers: this.#headers(asks) }, (came) => {
        answer.writeHead(came.statusCode ?? 502, came.rawHeaders);
        came.pipe(answer);
      });
      further.on('error', () => answer.destroy());
      asks.pipe(further);
    });
    this.server.on('upgrade', (asks, near: Socket, head) => {
      const far = connect(to, '127.0.0.1');
      const lines = Object.entries(this.#headers(asks)).map(([name, value]) => `${name}: ${String(value)}\r\n`);
      far.write(`GET ${asks.url} HTTP/1.1\r\n${lines.join('')}\r\n`);
      far.write(head);
      for (const [one, other] of [[near, far], [far, near]] as const) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
      near.pipe(far).pipe(near);
    });
  }

  #headers({ headers }: IncomingMessage): { [name: string]: string | string[] | undefined } {
    return { ...headers, host: `127.0.0.1:${this.to}`, 'x-forwarded-for': '203.0.113.9' };
  }
}
