// What only root can try: a start as root, and one in a folder that is root's. Each says why, and ends.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FORMS, onDesktop } from './suite.ts';
import { until } from './until.ts';

describe.skipIf(process.getuid?.() !== 0)('root', () => {
  onDesktop('at the desktop', {}, (scene) => {
    test.each(FORMS)('is told that there is no window for it: %s', (form) => {
      const { desktop, product, home } = scene();
      const place = home();
      const [program, ...before] = product[form];
      const { status, stderr } = spawnSync(program, ['--no-sandbox', ...before, '--home', place], {
        env: desktop.environment,
        encoding: 'utf8',
        timeout: 30_000,
      });
      expect(status).toBe(1);
      expect(stderr.match(/Booking Courier opens no window for root: start it as the person who works with it\./g)).toHaveLength(
        1,
      );
      expect(stderr).not.toContain('FATAL');
      expect(existsSync(join(place, 'lock.sqlite'))).toBe(false);
    });
  });

  onDesktop('with a folder of its own', {}, (scene) => {
    test.each(FORMS)('is told by name that nothing can be written there: %s', async (form) => {
      const { start, home, hand, picture } = scene();
      const place = join(home(), 'of somebody else');
      mkdirSync(place);
      const program = start({ form, home: place });
      const { id } = await until('the words', hand.dialog);
      // Until its words have been drawn.
      hand.tool('sleep', 1);
      await picture('a folder that cannot be written');
      hand.tool('windowactivate', '--sync', id, 'key', 'Return');
      expect(await program.ended).toEqual({ code: 1, signal: null });
    });
  });
});
