// `bookings` on the command line as a scheduled job sees it: what it prints, and the exit code that the job acts on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSettings } from '../../main/base/settings.ts';
import { parseRequest } from '../../main/command-line/arguments.ts';
import { createPracticeBrp, PRACTICE_API_KEYS, type PracticeBrp } from '../../main/practice/brp.ts';
import { BrpSettings } from '../../shared/booking-settings.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { addDays, stockholmToday } from '../../shared/stockholm-time.ts';
import { temporaryFolder } from '../support/make.ts';

const ACCESS = {
  BOOKING_COURIER_BRP_KEY: PRACTICE_API_KEYS[2],
  BOOKING_COURIER_BRP_USERNAME: 'practice',
  BOOKING_COURIER_BRP_PASSWORD: 'practice-password',
};

let home: string;
let brp: PracticeBrp;
beforeEach(async () => {
  home = join(temporaryFolder(), 'home');
  brp = createPracticeBrp();
  const { baseUrl } = await brp.start();
  openSettings(home).change({ environment: 'test', brp: { ...defaultSettings().brp, test: BrpSettings.parse({ baseUrl }) } });
});
afterEach(() => brp.stop());

async function courier(args: readonly string[], env: Record<string, string> = ACCESS) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../main/command-line/index.ts'), 'bookings', ...args], {
    env: { ...process.env, BOOKING_COURIER_HOME: home, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', ...env },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += chunk));
  child.stderr.on('data', (chunk) => (said.err += chunk));
  const [code] = await once(child, 'close');
  return { code, ...said };
}

const today = stockholmToday(Date.now());

describe('bookings', () => {
  it('are listed as JSON, and the list is fresh', async () => {
    const { code, out } = await courier(['--from', today, '--to', addDays(today, 3), '--json']);
    const printed = JSON.parse(out);
    const expected = brp.bookings.filter(({ booking, customer }) => {
      const { date } = booking.start;
      return customer === 41 && date >= today && date <= addDays(today, 3);
    });
    expect(code).toBe(0);
    expect(printed).toMatchObject({ environment: 'test', from: today, to: addDays(today, 3) });
    expect(Date.now() - Date.parse(printed.asOf)).toBeLessThan(60_000);
    expect(printed.bookings.map(({ id }: { id: number }) => id).sort()).toEqual(expected.map(({ booking }) => booking.id).sort());
  });

  it('are written as CSV that no spreadsheet takes for formulas, and can be narrowed', async () => {
    const first = brp.bookings.find(({ booking, customer }) => customer === 41 && booking.start.date === today);
    if (first === undefined) throw new Error('nothing is booked today');
    first.booking.internalmessage = '=HYPERLINK("x")';
    const file = join(temporaryFolder(), 'bookings.csv');
    const words = first.booking.order?.number ?? '';
    expect(await courier(['--from', today, '--to', today, '--csv', '--output', file, '--search', words])).toMatchObject({
      code: 0,
      out: '',
    });
    const lines = readFileSync(file, 'utf8').split('\r\n');
    expect(lines[0]).toContain('id,order,preliminary,date,start,end');
    expect(lines.slice(1, -1).every((line) => line.includes(words))).toBe(true);
    expect(lines.join('\n')).toContain(`"'=HYPERLINK(""x"")"`);
  });

  it('are printed as they were last read when BRP is away, and the exit code says so', async () => {
    const fresh = await courier([]);
    await brp.stop();
    const kept = await courier([]);
    expect(fresh).toMatchObject({ code: 0, err: '' });
    expect(fresh.out.split('\n').length).toBeGreaterThan(3);
    expect(kept).toMatchObject({ code: 2, out: fresh.out });
    expect(kept.err).toContain('The last list stays readable');
    await brp.start();
  });

  it('need a key: without one a person is wanted', async () => {
    const { code, err } = await courier([], {});
    expect(code).toBe(1);
    expect(err).toContain('BRP is not set up for this environment yet.');
  });
});

describe('what may be asked of bookings', () => {
  const why = (...args: string[]) => {
    const parsed = parseRequest(['bookings', ...args]);
    return parsed.kind === 'wrong' ? parsed.why : parsed.kind;
  };

  it('is said in one sentence when it is wrong', () => {
    expect(why('--from', '2025-02-30')).toContain('YYYY-MM-DD');
    expect(why('--from', '2025-05-02', '--to', '2025-05-01')).toContain('The last day is before the first.');
    expect(why('--from', '2025-01-01', '--to', '2027-01-01')).toContain('At most 400 days');
    expect(why('--mode', 'all')).toContain('The modes are');
    expect(why('--mode', 'resource')).toContain('needs --resource');
    expect(why('--mode', 'order')).toContain('needs --order');
    expect(parseRequest(['bookings', '--order', '12'])).toMatchObject({ request: { bookings: { mode: 'order', orderId: 12 } } });
    expect(why('--mode', 'order', '--order', 'twelve')).toContain('whole number');
    expect(why('--csv', '--json')).toContain('different things');
    expect(why('--wait', '5')).toContain('means nothing for bookings');
    expect(parseRequest(['status', '--from', '2025-05-01'])).toMatchObject({ kind: 'wrong' });
  });

  it('is a week from today when nothing is said', () => {
    expect(parseRequest(['bookings'])).toMatchObject({
      request: { bookings: { mode: 'mine', from: today, to: addDays(today, 6) } },
    });
  });
});
