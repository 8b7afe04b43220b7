// The program started a second time while it runs, and by the desktop when the person signs in.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { bookedLines, csv } from '../../support/open-app.ts';
import { COURIER } from './hand.ts';
import { asked, FORMS, onDesktop } from './suite.ts';
import { until } from './until.ts';

const LINES = csv(...bookedLines(1));

onDesktop('a second start', {}, (scene) => {
  test.each(FORMS)('hands its files to the first, whatever their names, and ends: %s', async (form) => {
    const { start, home, file } = scene();
    const place = home({ welcomeSeen: true });
    const first = start({ form, home: place, args: ['--hidden'] });
    const page = await first.page();
    const names = ['plain.csv', 'two words.csv', 'måndag 星期一 ✓.csv', ' leading and trailing .csv', 'percent %41 #1.csv'];
    const folder = dirname(file(names[0] as string, LINES));
    for (const name of names.slice(1)) file(join(folder, name), LINES);
    for (const [n, name] of names.entries()) {
      // As from a terminal: by its name alone, in the folder where it lies.
      const second = start({ form, home: place, args: [name], cwd: folder });
      expect(await second.ended).toEqual({ code: 0, signal: null });
      await until(name, () => page.url().endsWith(`#/imports/${n + 1}`));
      expect((await asked(page, 'import.get', { id: n + 1 })).name).toBe(name);
    }
    expect(first.said()).not.toContain('FATAL');
  });

  test('with 200 long paths ends neither program and loses none of them', async () => {
    const { start, home, file } = scene();
    const place = home({ welcomeSeen: true });
    const first = start({ home: place, args: ['--hidden'] });
    const page = await first.page();
    const deep = join(dirname(file('x.csv', LINES)), ...Array.from({ length: 3 }, (_, n) => `${n}${'å'.repeat(60)}`));
    const paths = Array.from({ length: 200 }, (_, n) => file(join(deep, `${'long name '.repeat(8)}${n}.csv`), LINES));
    expect(paths.join('').length).toBeGreaterThan(50_000);
    await start({ home: place, args: paths }).ended;
    await until(
      'all of them',
      async () => (await asked(page, 'import.list', {})).imports.length === 200 || (await asked(page, 'snapshot.get')).openImports.length === 200,
      60_000,
    );
    expect(first.child.exitCode).toBeNull();
  });

  test('without anything brings the window up', async () => {
    const { start, home, hand } = scene();
    const place = home({ welcomeSeen: true });
    await start({ home: place, args: ['--hidden'] }).page();
    expect(hand.window(COURIER)).toBeNull();
    await start({ home: place }).ended;
    await until('the window', () => hand.window(COURIER));
  });
});

onDesktop('starting when the person signs in', {}, (scene) => {
  test('is switched on in the settings, and is then done by the desktop, without a window', async () => {
    const { start, home, hand, desktop } = scene();
    // A home with everything in its name that a desktop entry has to escape.
    const place = join(home(), 'a "quoted" $HOME 100% \\ måndag');
    mkdirSync(place);
    const program = start({ form: 'packaged', home: place });
    const page = await program.page();
    await hand.click(page.getByRole('link', { name: 'Settings' }));
    await hand.click(page.getByRole('switch', { name: /^Start when I sign in/ }));
    const entry = join(desktop.environment.HOME as string, '.config', 'autostart', 'booking-courier.desktop');
    await until('the file', () => existsSync(entry));
    expect(readFileSync(entry, 'utf8')).toMatch(/^Exec=.*"--hidden"$/m);
    program.child.kill('SIGTERM');
    await program.ended;
    expect(await desktop.ask('signIn')).toEqual(['Booking Courier']);
    await until('the icon', () => desktop.ask('tray.place'));
    expect(hand.window(COURIER)).toBeNull();
    await hand.rightClick(await desktop.ask('tray.place'));
    await hand.click(await until('the menu', () => desktop.ask('tray.entryPlace', 'Quit')));
    await until('its end', async () => (await desktop.ask('tray.look')).length === 0);
  });
});
