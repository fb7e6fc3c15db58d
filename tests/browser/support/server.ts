// One running `trivet`, the binary that people run, with its own data directory. Knows how to start, stop, kill and
// start again on the same port; nothing of sessions.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** plain: this machine · lan: plain http under a name that is no secure context · tls: a certificate made here. */
export type Way = 'plain' | 'lan' | 'tls';

const BINARY = process.env['TRIVET_BIN'] ?? fileURLToPath(new URL('../../../target/release/trivet', import.meta.url));
const LAN = 'trivet-lan.test';
/** A start that says nothing for so long has gone wrong; a debug build on a busy machine takes 2 s. */
const START_MS = 20_000;

export class Server {
  readonly way: Way;
  readonly dir: string;
  log = '';
  #port = 0;
  /** How far its clock is ahead of this machine's, in libfaketime's words; empty: it has this machine's. */
  #ahead: string;
  #child: ChildProcess | null = null;
  readonly #settings: string[];

  private constructor(way: Way, settings: string[], moves: boolean) {
    this.way = way;
    this.#ahead = moves ? '+0' : '';
    this.#settings = settings;
    this.dir = mkdtempSync(join(tmpdir(), 'trivet-browser-'));
  }

  /**
   * `settings`: further arguments, such as `--seats-most 3`. `moves`: its clock can be moved on while it runs. `port`: where
   * it listens, needed where it names another address than its own; otherwise any that is free.
   */
  static async start(way: Way, settings: string[] = [], moves = false, port = 0): Promise<Server> {
    const server = new Server(way, settings, moves);
    server.#port = port;
    await server.up();
    return server;
  }

  /** As a browser reaches it. */
  get origin(): string {
    const host = this.way === 'lan' ? LAN : '127.0.0.1';
    return `${this.way === 'tls' ? 'https' : 'http'}://${host}:${this.#port}`;
  }

  /** Stops it, and starts it again with the same data so many days later. */
  async later(days: number): Promise<void> {
    await this.down();
    this.#ahead = `+${days}d`;
    await this.up();
  }

  /** Its clock goes on to so many minutes ahead, while it runs. */
  clockAhead(minutes: number): void {
    if (!this.#ahead) throw new Error('start it with a clock that moves');
    writeFileSync(this.#clock, `+${minutes}m`);
  }

  /** What libfaketime reads again and again. */
  get #clock(): string {
    return join(this.dir, 'clock');
  }

  /** Starts it, the second time on the same port with the same data. */
  async up(): Promise<void> {
    if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: build it with cargo build --release, or set TRIVET_BIN`);
    const args = ['serve', '--listen', `${this.way === 'lan' ? '0.0.0.0' : '127.0.0.1'}:${this.#port}`, '--data', join(this.dir, 'trivet.sqlite'), '--sessions-per-hour', '100000', '--joins-per-hour', '100000', ...this.#exposure(), ...this.#settings];
    const env = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TRIVET_'))), ...this.#faked() };
    const child = spawn(BINARY, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    child.stderr.on('data', (text: Buffer) => (this.log += text.toString()));
    this.#port = await new Promise<number>((found, failed) => {
      let said = '';
      const late = setTimeout(() => failed(new Error(`no address from ${BINARY}: ${said}${this.log}`)), START_MS);
      child.once('exit', (code) => failed(new Error(`${BINARY} ended with ${code}: ${said}${this.log}`)));
      child.once('error', failed);
      child.stdout.on('data', (text: Buffer) => {
        said += text.toString();
        const port = /^Open https?:\/\/[^\n]*:(\d+)$/m.exec(said)?.[1];
        if (!port) return;
        clearTimeout(late);
        found(this.#port || Number(port));
      });
    });
  }

  /** SIGTERM, as an operator stops it; or SIGKILL, as a power cut does. Waits for the end. */
  async down(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await ended;
  }

  /** Ends it and takes its data away. */
  async end(): Promise<void> {
    await this.down('SIGKILL');
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Debian's libfaketime, which `tests/run` installs: the program's days are later, its timers run as ever. */
  #faked(): { [name: string]: string } {
    if (!this.#ahead) return {};
    const found = readdirSync('/usr/lib').map((folder) => join('/usr/lib', folder, 'faketime/libfaketimeMT.so.1')).find(existsSync);
    if (!found) throw new Error("no libfaketime: install Debian's package faketime");
    writeFileSync(this.#clock, this.#ahead);
    return { LD_PRELOAD: found, FAKETIME_TIMESTAMP_FILE: this.#clock, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  }

  #exposure(): string[] {
    if (this.way === 'lan') return ['--plain-http'];
    if (this.way === 'plain') return [];
    const [key, cert] = [join(this.dir, 'key.pem'), join(this.dir, 'cert.pem')];
    if (!existsSync(cert)) {
      const making = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=Trivet test', '-addext', 'subjectAltName=IP:127.0.0.1'];
      execFileSync('openssl', [...making, '-keyout', key, '-out', cert], { stdio: 'pipe' });
    }
    return ['--tls-cert', cert, '--tls-key', key];
  }
}
