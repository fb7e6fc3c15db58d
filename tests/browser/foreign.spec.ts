// A page on another port that knows everything about a session, secrets included, and has one of our people's browser:
// it reads nothing, changes nothing, shows nothing of ours, and opens no socket. Without the rules about origins each of
// these would succeed, since the secrets are right.
import { request } from 'node:http';
import type { Browser, Page } from '@playwright/test';
import { expect, Group, test } from './support/fixtures.ts';
import { Server } from './support/server.ts';
import { Front, freePort, Site } from './support/site.ts';

interface Known {
  /** Where ours is. */
  base: string;
  session: string;
  code: string;
  desk: string;
  phone: string;
}

function known(base: string, all: Group): Known {
  const secret = (link: string) => link.split('#')[1] ?? '';
  return { base, session: all.id, code: all.code, desk: secret(all.console), phone: secret(all.session('Alex')) };
}

/** ms in which a handle to another window has come apart, or an element has given up loading. */
const SOON = 10_000;

/** A page of the site, in a browser that trusts it as much as any. */
async function visit(browser: Browser, site: Site): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(site.origin);
  return page;
}

/** What anybody on this machine is told in numbers: what is kept, and who is connected. */
async function counted(server: Server): Promise<string[]> {
  const text = await new Promise<string>((read, failed) => {
    const asking = request(`${server.origin}/metrics`, (answer) => {
      let all = '';
      answer.on('data', (more: Buffer) => (all += more.toString()));
      answer.on('end', () => read(all));
    });
    asking.on('error', failed).end();
  });
  const lines = text.split('\n').filter((line) => /^trivet_(?:commits_total|sockets|live_sessions) /.test(line)).sort();
  expect(lines, text).toHaveLength(3);
  return lines;
}

/** Everything a script may try with the network alone; answers with what got through. */
function tries(page: Page, known: Known): Promise<string[]> {
  return page.evaluate(async ({ base, session, code, desk, phone }) => {
    const through: string[] = [];
    const json = { 'Content-Type': 'application/json' };
    const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` });
    const open = JSON.stringify({ framework: 'core-competencies' });
    const join = JSON.stringify({ code, name: 'Eve' });
    const within = `/api/sessions/${session}`;

    // To be read: what needs no secret, and what does.
    const reading: [string, RequestInit][] = [
      ...['/', '/join', '/healthz', '/readyz', '/metrics', '/favicon.svg', '/api/server', '/api/frameworks', '/nowhere'].map((path): [string, RequestInit] => [path, {}]),
      [`${within}/sheet.json`, { headers: bearer(phone) }],
      [`${within}/sheet.csv`, { headers: bearer(phone), credentials: 'include' }],
      [`${within}/mine.json`, { headers: bearer(phone) }],
      [`${within}/summary.json`, { headers: bearer(desk) }],
      [`${within}/framework`, { headers: bearer(phone) }],
      ['/api/sessions', { method: 'POST', headers: json, body: open }],
      ['/api/join', { method: 'POST', headers: json, body: join }],
      ['/api/join/look', { method: 'POST', headers: json, body: JSON.stringify({ code }) }],
      [within, { method: 'DELETE', headers: bearer(desk) }],
      [`${within}/me`, { method: 'DELETE', headers: bearer(phone) }],
      ['/api/sessions', { method: 'POST', body: open }],
      ['/api/join', { method: 'POST', body: join }],
    ];
    for (const [path, init] of reading) {
      const answer = await fetch(base + path, init).catch(() => null);
      if (answer) through.push(`${init.method ?? 'GET'} ${path} was answered with ${answer.status}`);
    }

    // Sent without wanting to read: what a browser sends without asking first.
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
    for (const [path, body] of [['/api/sessions', open], ['/api/join', join], ['/api/join/look', join]] as const) {
      for (const type of types) {
        const answer = await fetch(base + path, { method: 'POST', mode: 'no-cors', headers: { 'Content-Type': type }, body }).catch(() => null);
        if (answer && (answer.type !== 'opaque' || answer.status !== 0 || (await answer.text()) !== '')) through.push(`${path} as ${type} could be read`);
      }
      navigator.sendBeacon(base + path, body);
      navigator.sendBeacon(base + path, new Blob([body], { type: 'application/json' }));
    }
    for (const path of ['/', '/metrics', '/api/server']) {
      const answer = await fetch(base + path, { mode: 'no-cors' }).catch(() => null);
      if (answer && (answer.type !== 'opaque' || (await answer.text()) !== '')) through.push(`${path} could be read`);
    }

    // A socket, with the right secret.
    for (const secret of [desk, phone]) {
      const said = await new Promise<string>((over) => {
        const socket = new WebSocket(`${base.replace('http', 'ws')}${within}/socket`);
        socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', secret }));
        socket.onmessage = ({ data }) => over(String(data));
        socket.onclose = ({ code, wasClean }) => over(`${code} ${wasClean}`);
      });
      if (said !== '1006 false') through.push(`a socket: ${said.slice(0, 80)}`);
    }
    return through;
  }, known);
}

/** Forms, as no script can send them; each answer comes to stand in a window of its own. */
async function forms(page: Page, { base, code }: Known): Promise<void> {
  const fields = [
    ['text/plain', `{"code":"${code}","name":"Eve","secret":null,"x":"`, '"}'],
    ['application/x-www-form-urlencoded', 'code', code],
    ['multipart/form-data', 'code', code],
  ] as const;
  for (const [type, name, value] of fields) {
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate(({ action, type, name, value }) => {
        const form = Object.assign(document.createElement('form'), { action, method: 'POST', enctype: type, target: '_blank' });
        form.append(Object.assign(document.createElement('input'), { name, value }));
        document.body.append(form);
        form.submit();
      }, { action: `${base}/api/join`, type, name, value }),
    ]);
    await expect(popup.locator('body'), type).toContainText('"forbidden"');
    await popup.close();
  }
}

/** What comes to stand in the page when it takes ours in; `null` where it stayed out. */
function takesIn(page: Page, base: string, kinds: string[]): Promise<{ [kind: string]: string | null }> {
  return page.evaluate(async ({ base, kinds, soon }) => {
    const seen: { [kind: string]: string | null } = {};
    for (const kind of kinds) {
      const [element, url] = kind.split(' ') as ['img' | 'script' | 'link', string];
      seen[kind] = await new Promise<string | null>((over) => {
        const it = document.createElement(element);
        it.onload = () => over('loaded');
        it.onerror = () => over(null);
        setTimeout(() => over('neither'), soon);
        if (it instanceof HTMLLinkElement) Object.assign(it, { rel: 'stylesheet', href: base + url });
        else it.src = base + url;
        document.body.append(it);
      });
    }
    return seen;
  }, { base, kinds, soon: SOON });
}

/** Everything at once, against ours at that address. */
async function nothingGetsThrough(browser: Browser, server: Server, site: Site, it: Known): Promise<void> {
  const page = await visit(browser, site);
  const before = await counted(server);
  expect(await tries(page, it)).toEqual([]);
  await forms(page, it);
  expect(await counted(server), 'something was kept, or somebody is there').toEqual(before);

  // Files of ours, and data taken for a script, an image or a style.
  const shell = await (await page.request.get(it.base)).text();
  const files = [...shell.matchAll(/\/assets\/[\w-]+\.(?:js|css)/g)].map(([path]) => path);
  const [script, style] = ['js', 'css'].map((ending) => files.find((path) => path.endsWith(ending)));
  expect([script, style]).not.toContain(undefined);
  const kinds = [`script ${script}`, `link ${style}`, 'img /favicon.svg', 'script /api/frameworks', 'img /api/frameworks', 'link /api/server', 'script /metrics', 'img /metrics'];
  expect(await takesIn(page, it.base, kinds)).toEqual(Object.fromEntries(kinds.map((kind) => [kind, null])));

  // A frame shows the browser's own page instead of ours.
  const path = `/session/${it.session}#${it.phone}`;
  for (const element of ['iframe', 'object', 'embed']) {
    const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
    await page.evaluate(({ element, src }) => {
      const it = document.createElement(element);
      it.setAttribute(element === 'object' ? 'data' : 'src', src);
      document.body.append(it);
    }, { element, src: it.base + path });
    await refused;
  }
  const frames = page.frames().filter((frame) => frame !== page.mainFrame());
  for (const frame of frames) expect(frame.url()).not.toContain(it.base);

  // A window that it opens stands by itself.
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.evaluate((url) => void (window.opened = window.open(url)), it.base + path)]);
  await expect(popup.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await popup.evaluate(() => window.opener as unknown)).toBeNull();
  await expect.poll(() => page.evaluate(() => window.opened?.closed), { timeout: SOON }).toBe(true);
  expect(await page.evaluate(() => window.opened?.length)).toBe(0);
  await popup.close();
  await page.context().close();
}

declare global {
  interface Window {
    opened?: Window | null;
  }
}

test('a page on another port reads nothing, changes nothing and takes nothing in', async ({ browser, server, group }) => {
  const all = await group('Alex');
  await all.to('rate');
  const site = await new Site().up();
  await nothingGetsThrough(browser, server, site, known(server.origin, all));
  site.end();
});

test('the same where people come by another address, which --origin names', async ({ browser, comes }) => {
  const port = await freePort();
  const [front, site] = [await new Front(port).up(), await new Site().up()];
  const server = await Server.start('plain', ['--origin', front.origin, '--behind-proxy', '127.0.0.1'], false, port);
  const all = await Group.open(browser, front, ['Alex']);
  await all.to('rate');

  // By that address it works as ever.
  const alex = await comes('Alex', 'phone', { origin: front.origin });
  await alex.open(all.session('Alex'));
  await alex.stone(4).click();
  await alex.sees('save.saved');
  expect((await alex.page.request.get(`${front.origin}/metrics`)).status(), 'numbers are for whoever is on the machine').toBe(404);

  await nothingGetsThrough(browser, server, site, known(front.origin, all));
  await all.end();
  await server.end();
  front.end();
  site.end();
});

test('a link that leads elsewhere tells nobody where it was pressed', async ({ comes, group }) => {
  const all = await group('Alex');
  const site = await new Site().up();
  const [alex, morgan] = [await comes('Alex', 'phone'), await comes('Morgan', 'console')];
  await alex.open(all.session('Alex'));
  await morgan.open(all.console);
  await alex.at('lobby.title', { name: 'Alex' });
  await morgan.at('console.lobby.title');
  expect([alex.page.url(), morgan.page.url()], 'the secrets are out of the address bars').toEqual([`${alex.origin}/session/${all.id}`, `${morgan.origin}/console/${all.id}`]);
  for (const { page } of [alex, morgan]) {
    await page.goBack(); // nor does the way back lead to them
    expect(page.url()).toBe('about:blank');
  }
  for (const target of ['_self', '_blank']) {
    await alex.open(all.session('Alex'));
    await alex.at('lobby.title', { name: 'Alex' });
    const pressed = alex.page.evaluate(({ href, target }) => {
      const link = Object.assign(document.createElement('a'), { href, target });
      document.body.append(link);
      link.click();
    }, { href: `${site.origin}/${target}`, target });
    const there = target === '_self' ? alex.page : await alex.page.context().waitForEvent('page');
    await pressed;
    await there.waitForURL(`${site.origin}/${target}`);
    expect(await there.evaluate(() => [document.referrer, window.opener as unknown])).toEqual(['', null]);
  }
  const visits = site.asked.filter(({ url }) => url !== '/favicon.ico');
  expect(visits.map(({ headers }) => headers.referer)).toEqual([undefined, undefined]);
  site.end();
});
