// How the tests run: on Node 24 against the TypeScript itself, with real SQLite and real HTTP on loopback.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The real Electron has a run of its own: npm run test:electron.
    exclude: ['**/node_modules/**', 'test/bench/**', 'test/electron/real/**'],
    pool: 'forks',
    maxWorkers: 2,
    // These end what hangs; how fast anything is, is not asked here, and a busy machine may take its time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    // No test may write into the keychain of whoever runs it; the keychain's own test switches it on for itself.
    env: { TZ: 'Europe/Stockholm', BOOKING_COURIER_KEYCHAIN: 'off' },
  },
});
