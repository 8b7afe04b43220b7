// `courier verify` as a scheduled job sees it: what was delivered is compared with a BasicPSF that others work on too.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPracticeBasicPsf, type PracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import type { PracticeRecord } from '../../main/practice/booking-results-script.ts';
import { seedDelivered } from '../support/delivered.ts';
import { booked, temporaryFolder } from '../support/make.ts';

const DAY_MS = 86_400_000;
const ACCOUNT = {
  BOOKING_COURIER_BASICPSF_USERNAME: 'courier',
  BOOKING_COURIER_BASICPSF_PASSWORD: 'practice-password',
};
const REFS = ['ORD-2025-00101', 'ORD-2025-00102', 'ORD-2025-00103'] as const;

let home: string;
let server: PracticeBasicPsf;
let baseUrl: string;

beforeEach(async () => {
  home = temporaryFolder();
  const remembered = REFS.map((ref) => ({ ...booked(ref), confirmedAt: Date.now() - 2 * DAY_MS }));
  server = createPracticeBasicPsf({ accounts: [{ username: 'courier', password: 'practice-password' }], remembered });
  baseUrl = (await server.start()).baseUrl;
});
afterEach(async () => {
  // A session that was opened was closed, whatever came of it.
  expect([server.openSessions, server.sessionsClosed]).toEqual([0, server.sessionsOpened]);
  await server.stop();
});

/** One run of `verify` in Test, with what it printed as JSON where that was asked for. */
async function verify(...args: readonly string[]): Promise<{ code: number; out: string; err: string; found: unknown }> {
  const program = join(import.meta.dirname, '../../main/command-line/index.ts');
  const child = spawn(process.execPath, [program, 'verify', '--environment', 'test', '--base-url', baseUrl, ...args], {
    env: { ...process.env, BOOKING_COURIER_HOME: home, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', ...ACCOUNT },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => void Object.assign(said, { out: said.out + chunk }));
  child.stderr.on('data', (chunk) => void Object.assign(said, { err: said.err + chunk }));
  const [code] = await once(child, 'close');
  return { code, ...said, found: args.includes('--json') ? JSON.parse(said.out) : null };
}

/** Somebody on another machine confirms a result now, or takes the order away. */
function change(ref: string, inspectorName: string | null): void {
  const orders = server.orders as Map<string, PracticeRecord>;
  if (inspectorName === null) orders.delete(ref);
  else Object.assign(orders.get(ref) as PracticeRecord, { inspectorName, confirmedAt: Date.now() });
}

describe('verify', () => {
  test('ends with 0 while BasicPSF holds everything as delivered, and sends nothing', async () => {
    seedDelivered(
      home,
      'test',
      REFS.map((ref) => booked(ref)),
      Date.now(),
    );
    const plain = await verify();
    expect([plain.code, plain.out.trim()]).toEqual([0, '3 delivered results checked: BasicPSF holds all of them.']);
    const { code, found } = await verify('--json');
    expect(code).toBe(0);
    expect(found).toEqual({
      environment: 'test',
      checked: 3,
      left: 0,
      leftAsIs: 0,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      differences: [],
      notices: expect.any(Array),
    });
    expect(server.requests.filter(({ kind }) => kind === 'script')).toEqual([]);
  }, 180_000);

  test('ends with 1 and names each order that was changed by others or is gone', async () => {
    seedDelivered(
      home,
      'test',
      REFS.map((ref) => booked(ref)),
      Date.now(),
    );
    change(REFS[0], 'Li Fang');
    change(REFS[2], null);
    const plain = await verify();
    expect(plain.code).toBe(1);
    expect(plain.out).toContain('3 delivered results checked, 2 differ:');
    expect(plain.out).toMatch(
      /ORD-2025-00101: BasicPSF holds Booked, 2025-04-28, Li Fang, confirmed .*; delivered was Booked, 2025-04-28, Zhang Wei\./,
    );
    expect(plain.out).toContain('ORD-2025-00103: BasicPSF does not know it any more; delivered was');
    const { code, found } = await verify('--json');
    expect(code).toBe(1);
    const delivered = { bookingResult: 'Booked', bookingDate: '2025-04-28', inspectorName: 'Zhang Wei', at: expect.any(String) };
    expect(found).toMatchObject({
      checked: 3,
      differences: [
        { internalOrderRef: REFS[2], what: 'gone', delivered, held: null },
        {
          internalOrderRef: REFS[0],
          what: 'changed',
          delivered,
          held: { inspectorName: 'Li Fang', confirmedAt: expect.any(String) },
        },
      ],
    });
  }, 180_000);

  test('looks at today alone, and with --since as far back as that morning', async () => {
    seedDelivered(home, 'test', [booked(REFS[0])], Date.now() - 3 * DAY_MS);
    seedDelivered(home, 'test', [booked(REFS[1])], Date.now());
    change(REFS[0], 'Li Fang');
    const today = await verify('--json');
    expect([today.code, today.found]).toMatchObject([0, { checked: 1 }]);
    const day = new Date(Date.now() - 3 * DAY_MS);
    const local = [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
    const since = await verify('--since', local, '--json');
    expect([since.code, since.found]).toMatchObject([1, { checked: 2, differences: [{ internalOrderRef: REFS[0] }] }]);
    const future = await verify('--since', '2999-01-01');
    expect([future.code, future.out.trim()]).toEqual([0, 'Nothing was delivered in that time.']);
    const wrong = await verify('--since', 'yesterday');
    expect([wrong.code, wrong.err]).toEqual([64, expect.stringContaining('"yesterday" is no day; write it YYYY-MM-DD.')]);
  }, 180_000);

  test('ends with 2 and says why where the account may not look, or the server is away', async () => {
    seedDelivered(home, 'test', [booked(REFS[0])], Date.now());
    server.knobs.mayFind = false;
    const forbidden = await verify();
    expect([forbidden.code, forbidden.out]).toEqual([2, '']);
    expect(forbidden.err).toContain('may not');
    const told = await verify('--json');
    expect([told.code, told.found]).toMatchObject([2, { failure: { kind: 'look-up-refused', sentence: expect.any(String) } }]);
    await server.stop();
    const away = await verify('--json');
    expect([away.code, away.found]).toMatchObject([2, { failure: { kind: 'unreachable' } }]);
    expect(away.err).toContain('127.0.0.1');
  }, 180_000);
});
