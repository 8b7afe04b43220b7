// Starting with the computer: switched on by a person, and then done by the desktop as its own specification says.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COURIER } from './hand.ts';
import { onDesktop } from './suite.ts';
import { until } from './until.ts';

onDesktop('starting when the person signs in', {}, (scene) => {
  test('is switched on in the settings, and is then done by the desktop, without a window', async () => {
    const { start, hand, desktop } = scene();
    // A home with everything in its name that a desktop entry has to escape.
    const place = desktop.folder('a "quoted" $HOME 100% \\ måndag');
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
