// The package as it is installed: its command line where there is no screen, and its passwords in the keyring.
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { sampleCsv } from '../../../main/practice/orders.ts';
import { bookedLines, csv, startBasicPsf } from '../../support/open-app.ts';
import { asked, onDesktop } from './suite.ts';

onDesktop('the command line of the package, without a screen', {}, (scene) => {
  async function run(...args: readonly string[]): Promise<{ code: number; out: string }> {
    const { desktop, product } = scene();
    const [program] = product.packaged;
    const child = desktop.start(program, args, { environment: { DISPLAY: '', DBUS_SESSION_BUS_ADDRESS: '' } });
    child.stdin?.end();
    let out = '';
    child.stdout?.on('data', (bytes) => {
      out += bytes;
    });
    const [code] = await once(child, 'close');
    return { code, out };
  }

  test('pushes a file, says what became of each row, and ends with the exit code', async () => {
    const { home, file } = scene();
    const place = home();
    const pushed = await run('push', file('day.csv', sampleCsv()), '--environment', 'practice', '--json', '--home', place);
    expect(pushed.code).toBe(1);
    expect(JSON.stringify(JSON.parse(pushed.out))).toContain('ORD-2025-00999');
    const looked = await run('status', '--json', '--home', place);
    expect(JSON.parse(looked.out)).toBeTruthy();
    expect((await run('push', '/nowhere.csv', '--home', place)).code).toBe(64);
  });
});

onDesktop('a password', {}, (scene) => {
  test('typed into the settings goes to the keyring and nowhere else, and is used after the next start', async () => {
    const { start, home, hand, desktop, file } = scene();
    const password = 'Quite-a-word-7';
    const { basicPsf, baseUrl } = await startBasicPsf({ accounts: [{ username: 'courier', password }] });
    const place = home({ environment: 'test', baseUrl });
    const program = start({ form: 'packaged', home: place });
    const page = await program.page();
    await hand.click(page.getByRole('link', { name: 'Settings' }));
    await hand.click(page.getByLabel('User name').first());
    await hand.type('courier');
    await hand.press('Tab');
    await hand.type(password);
    await hand.press('Return');
    await page.getByText('The account courier is kept in the keychain of this computer.').waitFor();
    const kept: { attributes: Record<string, string>; secret: string }[] = await desktop.ask('keyring.kept');
    const ours = kept.filter(({ attributes }) => Object.values(attributes).includes('Booking Courier'));
    expect(ours.map(({ secret }) => JSON.parse(secret))).toEqual([{ username: 'courier', password }]);
    program.child.kill('SIGTERM');
    await program.ended;
    const again = await start({ form: 'packaged', home: place, args: [file('two.csv', csv(...bookedLines(2)))] }).page();
    await hand.click(again.getByRole('button', { name: /^Queue 2 / }));
    await again
      .getByText(/2 of 2/)
      .first()
      .waitFor();
    expect(basicPsf.sessionsOpened).toBeGreaterThan(0);
  });
});

onDesktop('a desktop without a keyring', { keyring: 'none' }, (scene) => {
  test('keeps a password until the program ends, and says so', async () => {
    const { start, home, hand } = scene();
    const page = await start({ home: home({ environment: 'test', baseUrl: 'http://127.0.0.1:9' }) }).page();
    await asked(page, 'account.save', { username: 'courier', password: 'courier' });
    await hand.click(page.getByRole('link', { name: 'Settings' }));
    await page.getByText(/^The account courier is kept until Booking Courier is closed/).waitFor();
  });
});
