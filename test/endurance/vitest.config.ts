// How the endurance programs run: one life after the other, so that a seed has the machine for itself.
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: resolve(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/endurance/*.part.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    // These end what hangs; how fast anything is, is not asked here.
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
    env: { TZ: 'Europe/Stockholm', BOOKING_COURIER_KEYCHAIN: 'off' },
  },
});
