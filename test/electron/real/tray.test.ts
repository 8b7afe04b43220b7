// The program in the tray: its icon as the bus carries it, its menu as a mouse reaches it, and the way in and out.
import { expect, test } from 'vitest';
import { drawTrayIcon, TRAY_STATES, type TrayState } from '../../../main/desktop/icon.ts';
import { bookedLines, csv, startBasicPsf } from '../../support/open-app.ts';
import { COURIER } from './hand.ts';
import { asked, onDesktop, queue, type Scene } from './suite.ts';
import { until } from './until.ts';

interface Shown {
  readonly tooltip: readonly string[];
  readonly icons: readonly (readonly [width: number, height: number, rgba: string])[];
}

/** How far the icon is from our drawing of a state, in levels of 255, over what is not see-through in either. */
function distance([width, , rgba]: Shown['icons'][number], state: TrayState): number {
  const [own, shown] = [Buffer.from(drawTrayIcon(state, width, 'colour').pixels), Buffer.from(rgba, 'base64')];
  let [sum, count] = [0, 0];
  for (let n = 0; n < own.length; n += 4) {
    const alphas = [own[n + 3] ?? 0, shown[n + 3] ?? 0];
    if (Math.max(...alphas) < 8) continue;
    count += 1;
    for (let channel = 0; channel < 4; channel += 1) {
      // What is half see-through carries its colour only as precisely as it is seen.
      const weight = channel === 3 ? 1 : Math.min(...alphas) / 255;
      sum += Math.abs((own[n + channel] ?? 0) - (shown[n + channel] ?? 0)) * weight;
    }
  }
  return count === 0 ? Number.POSITIVE_INFINITY : sum / count / 4;
}

/** The state whose drawing the icon in the tray is. */
async function stateShown({ desktop }: Scene): Promise<TrayState | null> {
  const [item]: Shown[] = await desktop.ask('tray.look');
  const icon = item?.icons[0];
  if (icon === undefined) return null;
  return TRAY_STATES.find((state) => distance(icon, state) < 1) ?? null;
}

async function choose({ hand, desktop }: Scene, ...labels: readonly string[]): Promise<void> {
  await hand.rightClick(await until('the icon', () => desktop.ask('tray.place')));
  for (let depth = 1; depth <= labels.length; depth += 1)
    await hand.click(
      await until(`"${labels[depth - 1]}" in the menu`, () => desktop.ask('tray.entryPlace', ...labels.slice(0, depth))),
    );
}

onDesktop('the tray', {}, (scene) => {
  test('shows five states, each drawn as we draw it, and a menu that says the same', async () => {
    const { start, home, file, desktop, picture } = scene();
    const { basicPsf, baseUrl } = await startBasicPsf({ accounts: [{ username: 'courier', password: 'courier' }] });
    const lines = csv(...bookedLines(2), 'ORD-2025-00999,Booked,2025-04-28,Li Fang');
    const settings = { environment: 'test', baseUrl };
    const program = start({ home: home(settings), args: [file('three.csv', lines)] });
    const page = await program.page();
    const shows = (state: TrayState): Promise<unknown> => until(state, async () => (await stateShown(scene())) === state);
    const standing = async (): Promise<string> => (await desktop.ask('tray.menu'))[0];
    await asked(page, 'account.save', { username: 'courier', password: 'courier' });

    await shows('idle');
    expect(await standing()).toBe('Online: nothing is waiting (disabled)');
    await choose(scene(), 'Pause', 'Until I resume');
    await shows('paused');
    expect(await standing()).toBe('Paused: nothing is waiting (disabled)');
    await picture('tray paused');
    await queue(scene(), page);
    await until('what waits in its words', async () => (await standing()) === 'Paused: 3 results wait (disabled)');

    basicPsf.knobs.faults = [{ on: 'script', fault: { kind: 'delay', ms: 3_000 } }];
    await choose(scene(), 'Resume');
    await shows('sending');
    expect(await standing()).toMatch(/^Sending, \d+ % done \(disabled\)$/);
    await picture('tray sending');

    await shows('attention');
    expect(await standing()).toMatch(/^1 needs you · nothing else is waiting/);
    const [item]: Shown[] = await desktop.ask('tray.look');
    expect(item?.tooltip.join('\n')).toMatch(/^Booking Courier \(Test\): nothing waiting, 1 needs you\n/);
    await picture('tray needs you');
    await choose(scene(), 'Problems');
    await until('the problems', () => page.url().endsWith('#/problems'));
    expect(program.console).toEqual([]);
  });

  test('is offline while BasicPSF is away, and all is delivered once it is back', async () => {
    const { start, home, file, hand, picture } = scene();
    const { basicPsf, baseUrl } = await startBasicPsf({ accounts: [{ username: 'courier', password: 'courier' }] });
    await basicPsf.stop();
    const settings = { environment: 'test', baseUrl };
    const page = await start({ home: home(settings), args: [file('two.csv', csv(...bookedLines(2)))] }).page();
    await asked(page, 'account.save', { username: 'courier', password: 'courier' });
    await queue(scene(), page);
    await until('offline', async () => (await stateShown(scene())) === 'offline');
    await picture('tray offline');
    await basicPsf.start();
    await hand.click(page.getByRole('button', { name: 'Send now' }));
    await page.getByText(/2 of 2/).waitFor();
    await until('all is well', async () => (await stateShown(scene())) === 'idle');
  });

  test('takes the window with its X, says so once, gives it back on a click, and ends with Quit', async () => {
    const { start, hand, desktop, picture } = scene();
    const program = start({ form: 'packaged' });
    await program.page();
    await until('the icon', () => desktop.ask('tray.place'));
    await hand.closeWindow();
    await until('no window', () => hand.window(COURIER) === null);
    const notes = (await until('a word', async () => {
      const shown = await desktop.ask('notes.look');
      return shown.length > 0 && shown;
    })) as { id: number; title: string }[];
    expect(notes.map(({ title }) => title)).toEqual(['Booking Courier is still running']);
    await picture('closed into the tray');
    // It would lie over the X of the window.
    await desktop.ask('notes.expire', notes[0]?.id);
    await hand.click(await until('the icon', () => desktop.ask('tray.place')));
    await until('the window', () => hand.window(COURIER));
    await hand.closeWindow();
    await until('no window', () => hand.window(COURIER) === null);
    await choose(scene(), 'Open Booking Courier');
    await until('the window', () => hand.window(COURIER));
    await choose(scene(), 'Settings');
    const page = await program.page();
    await until('the settings', () => page.url().endsWith('#/settings'));
    await choose(scene(), 'Quit Booking Courier');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect((await desktop.ask('notes.look')).length).toBe(1);
    await until('no icon', async () => (await desktop.ask('tray.look')).length === 0);
  });
});

onDesktop('a desktop without a tray', { tray: false }, (scene) => {
  test('gets the window also where it was started hidden, and its X only minimises it', async () => {
    const { start, hand } = scene();
    const program = start({ args: ['--hidden'] });
    await program.page();
    await until('the window', () => hand.window(COURIER));
    await hand.closeWindow();
    await until('no window in sight', () => hand.window(COURIER) === null);
    expect(await program.main('electron.BrowserWindow.getAllWindows().map((window) => window.isMinimized())')).toEqual([true]);
  });
});
