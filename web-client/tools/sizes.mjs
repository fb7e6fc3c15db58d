// What each page loads first, gzipped, from a built folder: entry, its page's chunk, and what those import.
// Usage: node tools/sizes.mjs [dist]
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = process.argv[2] ?? 'dist';
const assets = readdirSync(join(dist, 'assets'));
const size = (file) => gzipSync(readFileSync(join(dist, 'assets', file)), { level: 9 }).length;
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;

const text = (file) => readFileSync(join(dist, 'assets', file), 'utf8');
/** Static imports only: what a browser fetches before it runs the file. */
function reach(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const match of text(file).matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) reach(match[1], seen);
  return seen;
}

const html = readFileSync(join(dist, 'index.html'), 'utf8');
const entry = html.match(/assets\/(index-[^"]+\.js)/)[1];
const css = [...html.matchAll(/assets\/([^"]+\.css)/g)].map((m) => m[1]);
const font = assets.find((f) => /latin-wght/.test(f) && !/latin-ext/.test(f));
const base = { html: gzipSync(html, { level: 9 }).length, font: font ? readFileSync(join(dist, 'assets', font)).length : 0 };

for (const page of ['Home', 'Join', 'Participant', 'Console', 'Display', 'Privacy']) {
  const chunk = assets.find((f) => f.startsWith(`${page}-`) && f.endsWith('.js'));
  const js = [...new Set([...reach(entry), ...(chunk ? reach(chunk) : [])])];
  const own = assets.filter((f) => f.startsWith(`${page}-`) && f.endsWith('.css'));
  const jsBytes = js.reduce((sum, f) => sum + size(f), 0);
  const cssBytes = [...css, ...own].reduce((sum, f) => sum + size(f), 0);
  const all = jsBytes + cssBytes + base.html + base.font;
  process.stdout.write(`${page.padEnd(12)} js ${kib(jsBytes).padStart(9)}  css ${kib(cssBytes).padStart(9)}  font ${kib(base.font)}  first load ${kib(all)}\n`);
}
