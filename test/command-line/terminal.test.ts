// Names and values of others in a terminal: escape sequences, line ends and marks that turn the direction of writing are shown and
// not obeyed, in everything the command line prints and the log keeps.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../main/base/log.ts';
import { jsonLine, oneLine } from '../../shared/one-line.ts';
import { quoted } from '../../shared/phrases.ts';
import { handClock, temporaryFolder } from '../support/make.ts';

const COURIER = join(import.meta.dirname, '..', '..', 'main', 'command-line', 'index.ts');
/** Clears the screen, names the window, colours, links, turns the writing, ends the line, and rings. */
const HOSTILE = '\x1b[2J\x1b]0;owned\x07\x1b[31m\x9b5m\u202e\u2066\u200f\r\nPractice: 9 results delivered.\u2028\x7f';
const OBEYED = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

describe('a text of others', () => {
  it('is one line that is only shown', () => {
    for (const shown of [oneLine(HOSTILE), quoted(HOSTILE), jsonLine({ HOSTILE })]) {
      expect(shown).not.toMatch(OBEYED);
      expect(shown).not.toContain('\n');
      expect(shown).toContain('owned');
    }
    expect(JSON.parse(jsonLine({ name: HOSTILE, more: [HOSTILE, 1, null] }))).toEqual({
      name: HOSTILE,
      more: [HOSTILE, 1, null],
    });
    const folder = temporaryFolder();
    createLog(folder, handClock(), 'debug')('error', `dropped ${HOSTILE}`, { name: HOSTILE, lost: [HOSTILE] });
    const [log] = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')) as [string];
    expect(log).not.toMatch(OBEYED);
    expect(log.split('\n')).toHaveLength(2);
    expect(oneLine('检验员 Åsa, 90 °C — "so"')).toBe('检验员 Åsa, 90 °C — "so"');
  });
});

describe.skipIf(process.platform === 'win32')('the command line', () => {
  const home = (): string => join(temporaryFolder(), 'home');
  function courier(at: string, ...args: string[]) {
    const env = {
      ...process.env,
      BOOKING_COURIER_HOME: at,
      BOOKING_COURIER_LOG: 'debug',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
    };
    const { status, stdout, stderr } = spawnSync(process.execPath, [COURIER, ...args], {
      env,
      encoding: 'utf8',
      timeout: 120_000,
    });
    return { status, stdout, stderr };
  }

  it('shows hostile names and values, and is never moved by them', { timeout: 240_000 }, () => {
    const at = home();
    const folder = temporaryFolder();
    const name = `results${HOSTILE}.csv`;
    const file = join(folder, name);
    const rows = ['ORD-2025-00101,Booked,2025-04-28,Li Fang', `ORD-1${HOSTILE},Booked${HOSTILE},${HOSTILE},"Li ${HOSTILE}"`];
    writeFileSync(file, ['internalOrderRef,bookingResult,bookingDate,inspectorName', ...rows, ''].join('\n'));
    const inPractice = ['--environment', 'practice'];
    const runs = [
      courier(at, 'push', file, ...inPractice),
      courier(at, 'push', file, ...inPractice, '--json'),
      courier(at, 'push', join(folder, `none${HOSTILE}.csv`), ...inPractice),
      courier(at, 'push', join(folder, `none${HOSTILE}.csv`), ...inPractice, '--json'),
      courier(at, 'status', `--${HOSTILE}`),
      courier(at, HOSTILE),
      courier(at, 'push', file, '--environment', HOSTILE, '--json'),
      courier(at, 'export', '--output', join(folder, HOSTILE, 'x.csv'), ...inPractice),
      courier(join(file, HOSTILE), 'status'),
    ];
    for (const { stdout, stderr } of runs) {
      expect(stdout).not.toMatch(OBEYED);
      expect(stderr).not.toMatch(OBEYED);
      // No line of theirs passes for one of ours.
      expect(`${stdout}\n${stderr}`.split('\n')).not.toContain('Practice: 9 results delivered.');
    }
    expect(runs[0]?.stdout).toContain('owned');
    expect(JSON.parse(runs[1]?.stdout ?? '').files[0].name).toBe(name);
  });
});
