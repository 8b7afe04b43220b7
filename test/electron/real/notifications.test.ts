// Notifications on the desktop: what they say, where a click leads, and that they go when their cause is solved. The button
// Retry is not tried here: Electron 33 shows none on Linux.
import { expect, test } from 'vitest';
import { sampleCsv } from '../../../main/practice/orders.ts';
import { COURIER } from './hand.ts';
import { asked, onDesktop, type Scene } from './suite.ts';
import { until } from './until.ts';

/** They are collected for ten seconds. */
const COLLECTED_MS = 40_000;

interface Note {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  readonly open: boolean;
  readonly actions: readonly (readonly [key: string, label: string])[];
}

const notes = ({ desktop }: Scene): Promise<readonly Note[]> => desktop.ask('notes.look');

onDesktop('a notification', {}, (scene) => {
  test('tells of each cause, leads to it on a click, and goes when it is solved', async () => {
    const { start, hand, file, home, desktop, picture } = scene();
    const program = start({ home: home({ welcomeSeen: true }), args: ['--hidden'] });
    const page = await program.page();
    const second = start({ home: (await asked(page, 'snapshot.get')).dataFolder, args: [file('day.csv', sampleCsv())] });
    await second.ended;
    await until('the review', () => page.url().endsWith('#/imports/1'));
    await until('its end', async () => (await asked(page, 'import.get', { id: 1 })).phase === 'review');
    await asked(page, 'import.accept', { id: 1 });
    await hand.closeWindow();
    const told = (await until(
      'two causes',
      async () => {
        const shown = (await notes(scene())).filter(({ title }) => title.includes('Practice'));
        return shown.length >= 2 && shown;
      },
      COLLECTED_MS,
    )) as readonly Note[];
    await picture('notifications');
    for (const { title, body } of told) {
      expect(title).toMatch(/\(Practice\)$/);
      expect(body).not.toBe('');
      expect(`${title} ${body}`).not.toMatch(/undefined|null|\[object/);
    }
    const [read, other] = told as [Note, Note];
    expect(hand.window(COURIER)).toBeNull();
    await hand.click(await desktop.ask('notes.place', read.id));
    await until('the window', () => hand.window(COURIER));
    await until('the problems', () => page.url().endsWith('#/problems'));

    const isOpen = async (): Promise<boolean> => (await notes(scene())).some(({ id, open }) => id === other.id && open);
    expect(await isOpen()).toBe(true);
    await asked(page, 'outbox.discard', { selection: { filter: { states: ['refused'] } } });
    await until('its being taken back', async () => !(await isOpen()));
  });
});
