// A session brought quickly to where a test begins: the same commands the pages send, over sockets of a page that
// shows nothing. People whose pages a test looks at open them by their own links.
import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { Server } from './server.ts';

export type Stage = 'lobby' | 'area' | 'competencies' | 'rate' | 'discuss' | 'rescore' | 'actions' | 'closed';
type Command = { type: string; [field: string]: unknown };
type Seat = { participant: string; secret: string };

const STAGES: Stage[] = ['lobby', 'area', 'competencies', 'rate', 'discuss', 'rescore', 'actions', 'closed'];
export const AREA = 'building-trusting-relationships';
export const COMPETENCIES = ['persevering', 'reliable-and-consistent', 'empathic-listeners'] as const;

export class Group {
  readonly id: string;
  readonly code: string;
  readonly #secret: string;
  readonly #seats: { [name: string]: Seat };
  readonly #page: Page;
  readonly #context: BrowserContext;
  #stage: Stage = 'lobby';

  private constructor(page: Page, context: BrowserContext, opened: { session: string; code: string; secret: string }, seats: { [name: string]: Seat }) {
    this.#page = page;
    this.#context = context;
    this.id = opened.session;
    this.code = opened.code;
    this.#secret = opened.secret;
    this.#seats = seats;
  }

  static async open(browser: Browser, server: Pick<Server, 'origin'>, names: string[], more: { [field: string]: unknown } = {}): Promise<Group> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(`${server.origin}/healthz`);
    const body = { framework: 'core-competencies', title: 'Team reflection', facilitator: 'Morgan', zone: 'Europe/London', ...more };
    const opened = (await post(page, '/api/sessions', body)) as { session: string; code: string; secret: string };
    const seats: { [name: string]: Seat } = {};
    for (const name of names) seats[name] = (await post(page, '/api/join', { code: opened.code, name })) as Seat;
    return new Group(page, context, opened, seats);
  }

  /** A session that was opened on a page, by its facilitator's secret; nobody in it is known here. */
  static async of(browser: Browser, server: Server, opened: { session: string; code: string; secret: string }): Promise<Group> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(`${server.origin}/healthz`);
    return new Group(page, context, opened, {});
  }

  get console(): string {
    return `/console/${this.id}#${this.#secret}`;
  }
  session(name: string): string {
    return `/session/${this.id}#${this.#seat(name).secret}`;
  }
  participant(name: string): string {
    return this.#seat(name).participant;
  }

  /** By the facilitator. */
  guide(command: Command): Promise<void> {
    return this.#send(this.#secret, command);
  }
  /** By somebody with a seat. */
  as(name: string, command: Command): Promise<void> {
    return this.#send(this.#seat(name).secret, command);
  }

  /** Through all stages up to this one, with an area and three competencies on the way. */
  async to(stage: Stage): Promise<void> {
    for (const next of STAGES.slice(STAGES.indexOf(this.#stage) + 1, STAGES.indexOf(stage) + 1)) {
      if (next === 'competencies') await this.guide({ type: 'chooseArea', area: AREA });
      if (next === 'rate') await this.guide({ type: 'chooseCompetencies', competencies: COMPETENCIES });
      await this.guide({ type: 'goTo', stage: next });
    }
    this.#stage = stage;
  }

  /** A score and a reason for each competency. */
  async rated(name: string, scores: [number, number, number]): Promise<void> {
    for (const [i, competency] of COMPETENCIES.entries()) {
      await this.as(name, { type: 'rate', competency, score: scores[i], reason: `What ${name} has to say about ${competency}.` });
    }
  }

  async end(): Promise<void> {
    await this.#context.close();
  }

  #seat(name: string): Seat {
    const seat = this.#seats[name];
    if (!seat) throw new Error(`${name} has no seat`);
    return seat;
  }

  async #send(secret: string, command: Command): Promise<void> {
    const refusal = await this.#page.evaluate(
      ({ id, secret, command }) =>
        new Promise<string | null>((answered, failed) => {
          const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/sessions/${id}/socket`);
          const random = crypto.getRandomValues(new Uint8Array(16));
          const hex = [...random].map((byte) => byte.toString(16).padStart(2, '0')).join('');
          const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
          socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', secret }));
          socket.onclose = ({ code }) => failed(new Error(`closed with ${code}`));
          socket.onmessage = ({ data }) => {
            const frame = JSON.parse(String(data)) as { type: string; id?: string };
            if (frame.type === 'welcome') socket.send(JSON.stringify({ type: 'command', id: uuid, command }));
            if (frame.id !== uuid) return;
            socket.onclose = () => answered(frame.type === 'done' ? null : String(data));
            socket.close();
          };
        }),
      { id: this.id, secret, command },
    );
    if (refusal !== null) throw new Error(`${command.type}: ${refusal}`);
  }
}

async function post(page: Page, path: string, body: unknown): Promise<unknown> {
  return page.evaluate(
    async ({ path, body }) => {
      const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return response.json() as unknown;
    },
    { path, body },
  );
}
