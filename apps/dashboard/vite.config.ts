import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

/** Where `vite dev` finds the desk; the built pages stand in the same process as it. */
const desk = process.env.PORTVAKT_DESK_ORIGIN;

export default defineConfig({
  plugins: [
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/lib/paraglide',
      strategy: ['cookie', 'preferredLanguage', 'baseLocale'],
      emitGitIgnore: false,
    }),
    sveltekit({
      adapter: adapter(),
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          // the one inline style is SvelteKit's own, on the element that announces a new page
          'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
          // Designsystemet draws its signs with masks in data URLs
          'img-src': ['self', 'data:'],
          'connect-src': ['self'],
          'font-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
      // the adapter guesses https where the desk is served over plain http on site; `hooks.server.ts` compares the host instead
      csrf: { trustedOrigins: ['*'] },
    }),
  ],
  server: desk ? { proxy: { '/api': desk } } : {},
  build: { target: 'es2023' },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    // what is built is run as it is, not compiled a second time
    server: { deps: { external: [/\/build\//] } },
  },
});
