// What the browser keeps from happening should something of somebody else's ever come to stand in a page of ours: the
// markup below is put into the page on its way, under the headers that the server sent.
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import { Server } from './support/server.ts';
import { Site } from './support/site.ts';

/** One breach as the browser reports it: the rule, and what it was about. */
type Breach = [rule: string, about: string];

declare global {
  interface Window {
    ran?: string[];
    breaches?: Breach[];
    trustedTypes: { createPolicy(name: string, rules: { createHTML(text: string): string }): unknown };
  }
}

/** Everything that a page can be made to load, run or look like by its markup alone. */
const markup = (there: string) => `
  <base href="${there}/based/">
  <script>window.ran = ['inline']</script>
  <script src="${there}/script.js"></script>
  <script type="module">window.ran = ['module']</script>
  <link rel="stylesheet" href="${there}/style.css">
  <style>body { border-top: 7px solid red }</style>
  <p id="styled" style="border-top: 7px solid red" onclick="window.ran = ['a press']">Press me</p>
  <img id="picture" src="${there}/picture.svg" onerror="window.ran = ['an error']">
  <svg onload="window.ran = ['svg']"><image href="${there}/within.svg"/></svg>
  <iframe src="${there}/frame"></iframe>
  <iframe srcdoc="<script>parent.ran = ['srcdoc']</script>"></iframe>
  <object data="${there}/object.svg"></object>
  <embed src="${there}/embed.svg">
  <video src="${there}/film.webm" autoplay></video>
  <a id="link" href="javascript:window.ran=['a link']">Follow me</a>
  <form id="form" action="${there}/form" method="post"><input name="words" value="private"><button id="send">Send</button></form>
  <form action="/api/join" method="post"><button id="button" formaction="${there}/button">Send me</button></form>`;

/** Opens a page of ours with that markup in it. */
async function injected(context: BrowserContext, origin: string, there: string): Promise<Page> {
  await context.addInitScript(() => {
    window.breaches = [];
    document.addEventListener('securitypolicyviolation', (event) => window.breaches?.push([event.effectiveDirective, event.blockedURI]));
  });
  const page = await context.newPage();
  await page.route(`${origin}/privacy`, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace('<head>', `<head>${markup(there)}`);
    await route.fulfill({ response: answer, body });
  });
  await page.goto(`${origin}/privacy`);
  await expect(page.getByRole('heading', { level: 1 }), 'our own page works all the same').toBeVisible();
  return page;
}

function breaches(page: Page): Promise<Breach[]> {
  return page.evaluate(() => window.breaches ?? []);
}

/** The rules that were breached, each once, with whether it was about that site. */
async function rules(page: Page, there: string): Promise<string[]> {
  const all = (await breaches(page)).map(([rule, about]) => `${rule} ${about.startsWith(there) ? about.slice(there.length) : about}`);
  return [...new Set(all)].sort();
}

test('markup of somebody else’s runs nothing, loads nothing, sends nothing and looks like nothing', async ({ browser, server }) => {
  const site = await new Site().up();
  const there = site.origin;
  const context = await browser.newContext();
  const page = await injected(context, server.origin, there);
  // Within the page, for the browser driver waits for what a press on a form leads to, and this leads nowhere.
  const press = (id: string) => page.evaluate((id) => document.getElementById(id)?.click(), id);
  for (const id of ['styled', 'link', 'send', 'button']) {
    await press(id);
    if (id === 'send') await expect.poll(() => rules(page, there)).toContain('form-action /form');
  }
  await expect.poll(() => rules(page, there)).toEqual([
    'base-uri /based/', 'form-action /button', 'form-action /form', 'frame-src ', 'img-src /picture.svg', 'img-src /within.svg', 'media-src /film.webm', 'object-src ',
    'script-src-attr inline', 'script-src-elem /script.js', 'script-src-elem inline', 'style-src-attr inline', 'style-src-elem /style.css', 'style-src-elem inline',
  ]);
  expect(await page.evaluate(() => window.ran)).toBeUndefined();
  expect(await page.evaluate(() => [document.body, document.getElementById('styled')].map((it) => it && getComputedStyle(it).borderTopWidth))).toEqual(['0px', '0px']);
  expect(await page.evaluate(() => document.baseURI)).toBe(`${server.origin}/privacy`);
  expect(page.url()).toBe(`${server.origin}/privacy`);
  expect(site.paths).toEqual([]);
  await context.close();
  site.end();
});

test('a script that got in after all makes no more of itself, and reaches nobody', async ({ group, browser, server }) => {
  const all = await group('Alex');
  await all.to('rate');
  const site = await new Site().up();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.origin + all.session('Alex'));
  await expect(page.getByRole('radio').first()).toBeVisible();
  const seen = await page.evaluate(async (there) => {
    const rules: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => rules.push(event.effectiveDirective));
    // The driver's own call may make code out of text; what comes after it may not.
    await new Promise((later) => setTimeout(later));
    const tries: { [what: string]: () => unknown } = {
      eval: () => globalThis.eval('1'),
      Function: () => new Function('return 1')() as unknown,
      setTimeout: () => setTimeout('window.ran = ["later"]'),
      innerHTML: () => (document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>'),
      outerHTML: () => (document.body.appendChild(document.createElement('div')).outerHTML = '<b>words</b>'),
      insertAdjacentHTML: () => document.body.insertAdjacentHTML('beforeend', '<b>words</b>'),
      'document.write': () => document.write('<b>words</b>'),
      DOMParser: () => new DOMParser().parseFromString('<b>words</b>', 'text/html'),
      createContextualFragment: () => document.createRange().createContextualFragment('<b>words</b>'),
      'script.src': () => (document.createElement('script').src = `${there}/script.js`),
      'script.text': () => (document.createElement('script').text = 'window.ran = ["text"]'),
      srcdoc: () => (document.createElement('iframe').srcdoc = '<b>words</b>'),
      'a policy': () => window.trustedTypes.createPolicy('default', { createHTML: (text) => text }),
      'our own policy again': () => window.trustedTypes.createPolicy('svelte-trusted-html', { createHTML: (text) => text }),
      Worker: () => new Worker(`${there}/script.js`),
      import: () => import(/* @vite-ignore */ `${there}/script.js`),
      fetch: () => fetch(`${there}/words`, { method: 'POST', mode: 'no-cors', body: 'words' }),
      sendBeacon: () => navigator.sendBeacon(`${there}/beacon`, 'words'),
      EventSource: () => new Promise((opened, failed) => Object.assign(new EventSource(`${there}/events`), { onopen: opened, onerror: failed })),
      WebSocket: () => new Promise((opened, failed) => Object.assign(new WebSocket(`${there.replace('http', 'ws')}/socket`), { onopen: opened, onerror: failed })),
      image: () => new Promise((loaded, failed) => Object.assign(new Image(), { onload: loaded, onerror: failed, src: `${there}/picture.svg` })),
      font: () => new FontFace('x', `url(${there}/font.woff2)`).load(),
    };
    const got: string[] = [];
    for (const [what, does] of Object.entries(tries)) {
      try {
        await does();
        got.push(what);
      } catch {
        // as it should be
      }
    }
    await new Promise((later) => setTimeout(later, 50));
    return { got, rules: [...new Set(rules)].sort(), ran: window.ran };
  }, site.origin);
  // A beacon says nothing of what became of it; the site heard nothing.
  expect(seen.got).toEqual(['sendBeacon']);
  expect(site.paths).toEqual([]);
  expect(seen.ran).toBeUndefined();
  expect(seen.rules).toEqual(['connect-src', 'font-src', 'img-src', 'require-trusted-types-for', 'script-src-elem', 'trusted-types']);
  await context.close();
  site.end();
});

test('over TLS a browser is told to stay there; in the clear it is told nothing of the kind', async ({ playwright, server }) => {
  const tls = await Server.start('tls');
  const asking = await playwright.request.newContext({ ignoreHTTPSErrors: true });
  for (const path of ['/', '/api/server', '/api/nowhere', '/nowhere']) {
    const header = async ({ origin }: Server) => (await asking.get(origin + path)).headers()['strict-transport-security'];
    expect(await header(tls), path).toBe('max-age=31536000');
    expect(await header(server), path).toBeUndefined();
  }
  await asking.dispose();
  await tls.end();
});
