// SIGTERM to the whole group, as some systems end a session: Chromium may break off in the middle, and what it leaves behind
// troubles nobody.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sampleCsv } from '../../../main/practice/orders.ts';
import { FORMS, onDesktop } from './suite.ts';

onDesktop('a start after the program was ended with all of its helpers', {}, (scene) => {
  test.each(FORMS)('shows what was queued, and nothing that went wrong: %s', async (form) => {
    const { start, home, file, hand } = scene();
    const place = home();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      const program = start({ form, home: place, args: signal === 'SIGTERM' ? [file('monday.csv', sampleCsv())] : [] });
      const page = await program.page();
      if (signal === 'SIGTERM') {
        await hand.click(page.getByRole('button', { name: 'Queue 11 results' }));
        await page
          .getByText(/9 of 11/)
          .first()
          .waitFor();
      }
      process.kill(-(program.child.pid ?? 0), signal);
      await program.ended;
    }
    // Of a program that was given no time.
    expect(existsSync(join(place, 'running.json'))).toBe(true);
    const program = start({ form, home: place });
    const page = await program.page();
    await page.getByText('ORD-2025-00101').waitFor();
    const snapshot = await page.evaluate(async () => {
      const { courier } = globalThis as unknown as { courier: { call: (...a: unknown[]) => Promise<{ value: unknown }> } };
      return (await courier.call('snapshot.get', {})).value;
    });
    expect(snapshot).toMatchObject({ counts: { delivered: 9, refused: 2, held: 1 }, notices: [], welcome: false });
    expect(program.console).toEqual([]);
  });
});
