// The same two servers under a scheduled job: nothing that it prints or keeps has a piece of a secret in it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openSettings } from '../../main/base/settings.ts';
import { BrpSettings } from '../../shared/booking-settings.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { BRP_PLACES, FORMS, PLACES, type Stage, startEcho } from '../support/echo-server.ts';
import { temporaryFolder } from '../support/make.ts';
import { csv } from '../support/open-app.ts';
import { everyFile, tracesOf } from '../support/traces.ts';

const ACCESS = {
  BOOKING_COURIER_BASICPSF_USERNAME: 'clerk',
  BOOKING_COURIER_BASICPSF_PASSWORD: 'k7#Vögel "zw&itsch<ern" +/= 92',
  BOOKING_COURIER_BRP_KEY: 'brp/k3y+9f27c1d0a8e6b4==',
  BOOKING_COURIER_BRP_USERNAME: 'clerk',
  BOOKING_COURIER_BRP_PASSWORD: 'm3?Fågel \\sång% {för} 58~€',
  BOOKING_COURIER_LOG: 'debug',
};

/** Which stage says it, in which place, in which form. All of them are tried on the app; a job costs a program each. */
const TURNS: readonly (readonly [Stage, keyof typeof PLACES, keyof typeof FORMS])[] = [
  ['login', 'the message of FileMaker', 'plain'],
  ['login', 'the code of FileMaker', 'base64'],
  ['script', 'the message of a refused request', 'json'],
  ['script', 'the error of each order', 'base64url'],
  ['script', 'the error of an order that is not found', 'entities'],
  ['script', 'the error of the script', 'percent'],
  ['logout', 'the message of an unknown code', 'plain'],
];

it('the command line prints and keeps no piece of a secret of what servers say again', { timeout: 300_000 }, async () => {
  const server = await startEcho();
  onTestFinished(server.stop);
  const home = join(temporaryFolder(), 'home');
  const folder = temporaryFolder();
  const { baseUrl } = server;
  for (const format of ['json', 'xml'] as const) {
    const test = BrpSettings.parse({ baseUrl, level: 3, personid: 77_341_209, format });
    openSettings(home).change({ environment: 'test', baseUrl, brp: { ...defaultSettings().brp, test } });
  }
  const heard: [where: string, text: string][] = [];

  async function courier(...args: readonly string[]): Promise<void> {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../main/command-line/index.ts'), ...args], {
      env: { ...process.env, BOOKING_COURIER_HOME: home, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', ...ACCESS },
    });
    child.stdout.on('data', (chunk) => heard.push([`${args[0]} said`, String(chunk)]));
    child.stderr.on('data', (chunk) => heard.push([`${args[0]} complained`, String(chunk)]));
    await once(child, 'close');
  }

  for (const [at, [stage, place, form]] of TURNS.entries()) {
    Object.assign(server.turn, { stage, place: PLACES[place], form: FORMS[form], zipped: at % 2 === 0 });
    const file = join(folder, `file-${at}.csv`);
    writeFileSync(file, csv(`ORD-${at},Booked,2025-04-28,Li Fang`));
    await courier('push', file, ...(at % 3 === 0 ? [] : ['--json']), '--accept-remarks');
  }
  for (const [at, place] of (['the errors as JSON', 'the errors as XML', 'the texts of a booking'] as const).entries()) {
    Object.assign(server.turn, { stage: 'brp', place: BRP_PLACES[place], form: Object.values(FORMS)[at], zipped: at % 2 === 0 });
    await courier('bookings', ...(at % 2 === 0 ? ['--json'] : []));
  }
  for (const look of [['status'], ['status', '--json'], ['export'], ['settings', '--check', '--json']]) await courier(...look);

  const printed = heard.map(([, text]) => text).join('\n');
  expect(printed).toContain('[redacted]');
  expect(server.secrets.size).toBeGreaterThan(8);
  const traces = tracesOf(server.secrets);
  expect([...heard, ...everyFile(home)].flatMap(([where, bytes]) => traces.in(where, bytes)).slice(0, 20)).toEqual([]);
});
