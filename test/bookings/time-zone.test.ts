// Wherever the machine stands, a booking is shown on the server's own day and at its own time, and "today" is Stockholm's.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { addDays, countDays, stockholmTimestamp, stockholmToday, stockholmWallTime } from '../../shared/stockholm-time.ts';

const at = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);

// Around midnight in Stockholm, on a day when London and Stockholm change their clocks, and on the page's own example.
const MOMENTS = [
  '2025-04-27T21:59:00Z',
  '2025-04-27T22:01:00Z',
  '2025-03-30T00:59:00Z',
  '2025-03-30T01:01:00Z',
  '2025-10-26T00:30:00Z',
  '2004-12-03T14:00:00Z',
];

const PROGRAM = `
  import { readFileSync } from 'node:fs';
  import { treeFromAnswer } from ${at('../../main/bookings/brp-answer.ts')};
  import { bookingsFromBrp } from ${at('../../main/bookings/from-brp.ts')};
  import { connect } from ${at('../../main/base/http.ts')};
  import { withBrp } from ${at('../../main/bookings/brp.ts')};
  import { createPracticeBrp, PRACTICE_API_KEYS, PRACTICE_BRP_ACCOUNT } from ${at('../../main/practice/brp.ts')};
  import { ok } from ${at('../../shared/result.ts')};
  import { stockholmToday, stockholmTimestamp, addDays } from ${at('../../shared/stockholm-time.ts')};
  import { BrpSettings } from ${at('../../shared/booking-settings.ts')};
  const read = (text) => bookingsFromBrp(treeFromAnswer({ status: 200, headers: {}, text }, 0, (words) => words).value);
  const bare = JSON.stringify(${JSON.stringify(MOMENTS)}.map((moment, n) => ({ id: n, start: { timepoint: { timestamp: Date.parse(moment) / 1000 } } })));
  const now = () => Date.parse('2025-04-27T22:01:00Z');
  const practice = createPracticeBrp({ now });
  const { baseUrl } = await practice.start();
  const clock = { now, monotonic: now, after: () => () => {} };
  const ports = {
    clock, connect: (url) => connect(url, clock), network: { isOnline: () => true },
    settings: () => BrpSettings.parse({ baseUrl }),
    access: async () => ok({ apikey: PRACTICE_API_KEYS[2], account: PRACTICE_BRP_ACCOUNT }),
  };
  const today = stockholmToday(now());
  const listed = await withBrp(ports, (brp) => brp.listServiceBookings({ ask: { mode: 'mine' }, from: today, to: addDays(today, 6), facilities: [] }));
  await practice.stop();
  console.log(JSON.stringify({
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    shown: {
      sample: read(readFileSync(new URL(${at('../fixtures/brp/seed-sample.xml')}), 'utf8')).bookings.map(({ start, end }) => ({ start, end })),
      bare: read(bare).bookings.map(({ start }) => start),
      today: ${JSON.stringify(MOMENTS)}.map((moment) => stockholmToday(Date.parse(moment))),
      seeded: practice.bookings.map(({ booking: { start } }) => start),
      asked: practice.requests.map(({ filters }) => filters),
      listed: listed.value.bookings.map(({ id, start }) => [id, start.date, start.time]),
    },
  }));`;

function shownIn(zone: string): { zone: string; shown: Record<string, unknown> } {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    encoding: 'utf8',
    env: { ...process.env, TZ: zone },
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as { zone: string; shown: Record<string, unknown> };
}

describe("the server's clock", () => {
  it('is shown the same on a machine in Shanghai, London and Stockholm', () => {
    const stockholm = shownIn('Europe/Stockholm');
    expect(stockholm.shown).toMatchObject({
      sample: [{ start: { date: '2004-12-03', time: '15:00' }, end: { date: '2004-12-03', time: '16:00' } }],
      bare: [
        { datetime: '2025-04-27 23:59', date: '2025-04-27', time: '23:59' },
        { datetime: '2025-04-28 00:01', date: '2025-04-28', time: '00:01' },
        { datetime: '2025-03-30 01:59', date: '2025-03-30', time: '01:59' },
        { datetime: '2025-03-30 03:01', date: '2025-03-30', time: '03:01' },
        { datetime: '2025-10-26 02:30', date: '2025-10-26', time: '02:30' },
        { datetime: '2004-12-03 15:00', date: '2004-12-03', time: '15:00' },
      ],
      today: ['2025-04-27', '2025-04-28', '2025-03-30', '2025-03-30', '2025-10-26', '2004-12-03'],
      asked: [{ startdate: '2025-04-27', enddate: '2025-05-05' }],
    });
    expect((stockholm.shown.listed as unknown[]).length).toBeGreaterThan(3);
    for (const zone of ['Asia/Shanghai', 'Europe/London']) expect(shownIn(zone)).toEqual({ zone, shown: stockholm.shown });
  });

  it('goes forth and back between wall time and moment, on every hour of two years', () => {
    for (let timestamp = Date.UTC(2024, 0, 1) / 1000; timestamp < Date.UTC(2026, 0, 1) / 1000; timestamp += 3600) {
      const wall = stockholmWallTime(timestamp);
      // The hour that comes twice in October stands for its second time.
      const twice = stockholmWallTime(timestamp + 3600).time === wall.time;
      expect(stockholmTimestamp(wall)).toBe(twice ? timestamp + 3600 : timestamp);
    }
    expect(stockholmWallTime(stockholmTimestamp({ date: '2025-03-30', time: '02:30' }))).toEqual({
      date: '2025-03-30',
      time: '03:30',
    });
  });

  it('counts days without the machine', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2025-03-31', -1)).toBe('2025-03-30');
    expect(countDays('2025-03-29', '2025-03-31')).toBe(3);
    expect(stockholmToday(Date.UTC(2025, 11, 31, 23))).toBe('2026-01-01');
  });
});
