// The count and the progress on a taskbar, as Electron 33 tells them to a desktop that calls itself Unity, over the bus. Later
// versions of Electron tell them on Linux no more.
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sampleCsv } from '../../../main/practice/orders.ts';
import { onDesktop, queue } from './suite.ts';
import { until } from './until.ts';

const LIBRARY = '/usr/lib/x86_64-linux-gnu/libunity.so.9';
if (!existsSync(LIBRARY)) console.log('skipped: the count and the progress on the taskbar: libunity9 is not installed');

interface Told {
  readonly app: string;
  readonly count?: number;
  readonly progress?: number;
}

describe.skipIf(!existsSync(LIBRARY))('what counts', () => {
  onDesktop('on the taskbar', { name: 'Unity' }, (scene) => {
    test('is how many things need a person, and how far the sending is', async () => {
      const { start, file, desktop } = scene();
      const page = await start({ form: 'packaged', args: [file('day.csv', sampleCsv())] }).page();
      await queue(scene(), page);
      const told = (): Promise<readonly Told[]> => desktop.ask('launcher.told');
      // Two that were refused, and one row that is held back.
      await until('three', async () => (await told()).some(({ count }) => count === 3));
      await until(
        'an end of progress',
        async () => (await told()).findLast(({ progress }) => progress !== undefined)?.progress === -1,
      );
      const all = await told();
      expect(new Set(all.map(({ app }) => app))).toEqual(new Set(['application://booking-courier.desktop']));
      expect(all.some(({ progress = -1 }) => progress >= 0)).toBe(true);
    });
  });
});
