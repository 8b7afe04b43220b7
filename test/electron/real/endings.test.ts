// How the program ends, whoever ends it, what it finds when it starts again, and where its window is then.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openScratch } from '../../../main/base/sqlite.ts';
import { bookedLines, csv, startBasicPsf } from '../../support/open-app.ts';
import { COURIER } from './hand.ts';
import { asked, onDesktop, queue, type Scene } from './suite.ts';
import { until } from './until.ts';

onDesktop('the end', {}, (scene) => {
  /** A program in the midst of a push: one batch is on its way, and the server takes its time with it. */
  async function pushing({ start, home, file }: Scene) {
    const { basicPsf, baseUrl } = await startBasicPsf({ accounts: [{ username: 'courier', password: 'courier' }] });
    basicPsf.knobs.faults = [{ on: 'script', fault: { kind: 'delay', ms: 1_500 } }];
    const place = home({ environment: 'test', baseUrl });
    const program = start({ home: place, args: [file('many.csv', csv(...bookedLines(40)))] });
    const page = await program.page();
    await asked(page, 'account.save', { username: 'courier', password: 'courier' });
    await queue(scene(), page);
    await until('a batch on its way', () => basicPsf.requests.some(({ kind }) => kind === 'script'));
    return { basicPsf, place, program };
  }

  function states(place: string): Record<string, number> {
    const store = openScratch(join(place, 'test', 'outbox.sqlite'), { readonly: true });
    const rows = store
      .prepare<unknown[], { state: string; n: number }>('select state, count(*) as n from outbox_item group by state')
      .all();
    store.close();
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  }

  test('by Quit during a push finishes the batch, closes the session, and loses nothing', async () => {
    const { hand, desktop } = scene();
    const { basicPsf, place, program } = await pushing(scene());
    await hand.rightClick(await until('the icon', () => desktop.ask('tray.place')));
    await hand.click(await until('the menu', () => desktop.ask('tray.entryPlace', 'Quit')));
    expect(await program.ended).toEqual({ code: 0, signal: null });
    // The review's look at the orders has a session of its own.
    expect([basicPsf.sessionsClosed, basicPsf.openSessions]).toEqual([basicPsf.sessionsOpened, 0]);
    const { delivered = 0, waiting = 0, unconfirmed = 0 } = states(place);
    expect([delivered > 0, delivered + waiting, unconfirmed]).toEqual([true, 40, 0]);
  });

  test('by signing out during a push is held up until the batch is finished', async () => {
    const { desktop } = scene();
    const { basicPsf, place, program } = await pushing(scene());
    const holds = async (): Promise<boolean> =>
      (await desktop.ask('logind.held')).some(({ what }: { what: string }) => what.includes('shutdown'));
    await until('holding it up', holds);
    await desktop.ask('logind.shutdown');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    await until('letting go', async () => !(await holds()));
    // The review's look at the orders has a session of its own.
    expect([basicPsf.sessionsClosed, basicPsf.openSessions]).toEqual([basicPsf.sessionsOpened, 0]);
    expect(states(place).unconfirmed ?? 0).toBe(0);
  });

  test('by SIGTERM during a push finishes the batch and closes the session', async () => {
    const { basicPsf, place, program } = await pushing(scene());
    program.child.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    // The review's look at the orders has a session of its own.
    expect([basicPsf.sessionsClosed, basicPsf.openSessions]).toEqual([basicPsf.sessionsOpened, 0]);
    expect(states(place).unconfirmed ?? 0).toBe(0);
  });
});

onDesktop('the page', {}, (scene) => {
  test('that is killed comes back, and after the fourth time is given up in words while results still go out', async () => {
    const { start, desktop, home } = scene();
    const program = start({ home: home({ welcomeSeen: true }) });
    await program.page();
    const page = 'electron.BrowserWindow.getAllWindows()[0].webContents';
    let last = 0;
    for (let n = 0; n < 4; n += 1) {
      // It has to be up before it can break.
      const next = await until('a page', async () => {
        const found = (await program.main(`${page}.isLoading() ? 0 : ${page}.getOSProcessId()`)) as number;
        return found === 0 || found === last ? null : found;
      });
      process.kill(next, 'SIGKILL');
      last = next;
    }
    const [note] = await until('a word', async () => {
      const shown = await desktop.ask('notes.look');
      return shown.length > 0 && shown;
    });
    expect(note.title).toBe('The window of Booking Courier cannot be shown');
    expect(program.child.exitCode).toBeNull();
  });
});

onDesktop('the place of the window', {}, (scene) => {
  test('is kept, also where it was as large as the screen', async () => {
    const { start, home, hand } = scene();
    const place = home({ welcomeSeen: true });
    const whereIs = async () => hand.placeOf(await until('the window', () => hand.window(COURIER)));
    const first = start({ home: place });
    await first.page();
    const before = await whereIs();
    // By the title, then by the lower right corner of the frame.
    await hand.drag([before.x + 300, before.y - 10], [before.x + 240, before.y + 50]);
    const moved = await whereIs();
    expect([moved.x, moved.y]).not.toEqual([before.x, before.y]);
    first.child.kill('SIGTERM');
    await first.ended;
    const second = start({ home: place });
    await second.page();
    await until('the same place', async () => {
      const { x, y, width, height } = await whereIs();
      return Math.abs(x - moved.x) <= 1 && Math.abs(y - moved.y) <= 1 && width === moved.width && height === moved.height;
    });
    await hand.doubleClick([moved.x + 300, moved.y - 10]);
    await until('the whole screen', async () => (await whereIs()).width > 1_250);
    second.child.kill('SIGTERM');
    await second.ended;
    const third = start({ home: place });
    await third.page();
    await until('the whole screen again', async () => (await whereIs()).width > 1_250);
  });
});
