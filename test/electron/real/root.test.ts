// A start as root: one sentence, and the end. Only root can try it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FORMS, onDesktop } from './suite.ts';

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
});
