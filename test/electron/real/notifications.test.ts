// Notifications on the desktop: what they say, what a click and their button do, and that they go when their cause is solved.
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
  test('tells of each cause, leads to it on a click, retries by its button, and goes when it is solved', async () => {
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
    const [first, other] = told as [Note, Note];
    const retrying = told.find(({ actions }) => actions.some(([, label]) => label === 'Retry')) ?? first;
    const read = retrying === first ? other : first;

    expect(hand.window(COURIER)).toBeNull();
    await hand.click(await desktop.ask('notes.place', read.id));
    await until('the window', () => hand.window(COURIER));
    await until('the problems', () => page.url().endsWith('#/problems'));

    const attempts = async (): Promise<number> => {
      const { items } = await asked(page, 'outbox.list', { filter: { states: ['refused'] } });
      return Math.max(0, ...items.map((item: { attempts: number }) => item.attempts));
    };
    const before = await attempts();
    const key = retrying.actions.find(([, label]) => label === 'Retry')?.[0];
    await hand.click(await desktop.ask('notes.place', retrying.id, key));
    await until('a further try', async () => (await attempts()) > before);
  });

  test('goes when its cause is solved', async () => {
    const { start, home, file } = scene();
    const program = start({ home: home({ welcomeSeen: true }), args: [file('day.csv', sampleCsv())] });
    const page = await program.page();
    await until('the review', async () => (await asked(page, 'import.get', { id: 1 }).catch(() => null))?.phase === 'review');
    await asked(page, 'import.accept', { id: 1 });
    const mine = async (): Promise<readonly Note[]> =>
      (await notes(scene())).filter(({ open, title }) => open && /Practice/.test(title));
    await until('two causes', async () => (await mine()).length >= 2, COLLECTED_MS);
    await asked(page, 'outbox.discard', { selection: { filter: { states: ['refused'] } } });
    await until('none', async () => (await mine()).length === 0);
  });
});
