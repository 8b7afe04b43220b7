// A desktop whose keyring nobody has made yet, and one that has none: the program opens its window, and ends when it is told to.
import { describe, expect, test } from 'vitest';
import { COURIER } from './hand.ts';
import { FORMS, onDesktop } from './suite.ts';
import { until } from './until.ts';

describe.each(['never made', 'none'] as const)('a keyring: %s', (keyring) => {
  onDesktop(`on a desktop with a keyring: ${keyring}`, { keyring }, (scene) => {
    test.each(FORMS)('the window opens by itself, and SIGTERM ends it: %s', async (form) => {
      const { start, hand } = scene();
      const program = start({ form });
      await program.page();
      await until('the window', () => hand.window(COURIER));
      program.child.kill('SIGTERM');
      expect(await program.ended).toEqual({ code: 0, signal: null });
    });
  });
});
