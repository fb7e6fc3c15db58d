// Real browsers against the real binary: people going through a session, and what may go wrong on the way.
//
//   npm ci && npm test                     everything, about six minutes on two cores
//   npm test -- story --project=plain      one part
//
// TRIVET_BIN names the binary, ../../target/release/trivet otherwise. Chromium is Debian's, or CHROMIUM. Each test
// starts a server of its own on a free port, with a data directory that is gone afterwards. Nothing but loopback
// can be reached. Pictures of every stage end up in pictures/.
//
// The story runs three times: on this machine, over plain http under a name that is no secure context (as phones on
// a plain LAN), and over TLS with a certificate made for the test.
//
// Tests find things by role and name, the names by their key in shared/words/en.json. They wait for conditions and
// never sleep. Nothing is tried twice: a test that passes the second time is a defect of ours.
import { defineConfig } from '@playwright/test';
import type { Options } from './support/fixtures.ts';

const LAN = 'trivet-lan.test';

export default defineConfig<Options>({
  testDir: '.',
  outputDir: 'test-results',
  retries: 0,
  // Each test has a server of its own, so two may run at once; more than that makes them wait for two cores.
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync',
        `--host-resolver-rules=MAP ${LAN} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
      ],
    },
  },
  projects: [
    { name: 'plain', use: { way: 'plain' } },
    { name: 'lan', testMatch: 'story.spec.ts', use: { way: 'lan' } },
    { name: 'tls', testMatch: 'story.spec.ts', use: { way: 'tls', ignoreHTTPSErrors: true } },
  ],
});
