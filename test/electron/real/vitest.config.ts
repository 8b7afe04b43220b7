// How the tests in the real Electron run: one after the other, because a person has one hand and the machine few cores.
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: resolve(import.meta.dirname, '..', '..', '..'),
  test: {
    include: ['test/electron/real/*.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    // A mouse may miss once on a busy machine; what fails twice in a row is a fault.
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    env: { TZ: 'Europe/Stockholm' },
  },
});
