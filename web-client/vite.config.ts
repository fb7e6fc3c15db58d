// How the pages are built and served while developing. The built pages run under a strict content
// security policy: nothing inline, no data: or blob: addresses, so nothing is ever inlined here.
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { words } from './tools/words.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The server that `npm run dev` talks to: TRIVET_API, or the default address of `trivet serve`. */
const SERVER = process.env['TRIVET_API'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [words(), svelte(), svelteTesting()],
  resolve: {
    alias: {
      $lib: at('./src/lib'),
      $parts: at('./src/parts'),
      // Messages are parsed while building; the parser alone is larger than all else that formats them.
      '@formatjs/icu-messageformat-parser': at('./node_modules/@formatjs/icu-messageformat-parser/no-parser.js'),
    },
  },
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 250,
    reportCompressedSize: false,
  },
  server: {
    // Host is left alone, so that the server finds Origin and Host equal.
    proxy: { '/api': { target: SERVER, ws: true, changeOrigin: false } },
    fs: { allow: [at('.'), at('../shared/words')] },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    restoreMocks: true,
  },
});
