// The log: JSON lines, one file a day, the newest few kept. Everything passes through redact before it is written,
// and a log that cannot be written stops nobody.
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { jsonLine } from '../../shared/one-line.ts';
import type { Clock, Log, LogLevel } from './ports.ts';
import { redact, redactText } from './redact.ts';

const MAX_FILES = 7;
const MAX_FILE_BYTES = 5 * 1024 * 1024;
const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warning', 'error'];

/** The least level that is written, from `BOOKING_COURIER_LOG`; `off` writes nothing, and "info" is the default. */
export function logLevelFrom(word: string | undefined): LogLevel | 'off' {
  const level = (word ?? '').toLowerCase();
  return level === 'off' ? 'off' : (LEVELS.find((known) => known === level) ?? 'info');
}

/** Opens the log in `folder`, at most seven files of 5 MB. */
export function createLog(
  folder: string,
  clock: Clock,
  least: LogLevel | 'off' = logLevelFrom(process.env.BOOKING_COURIER_LOG),
): Log {
  if (least === 'off') return () => {};
  const threshold = LEVELS.indexOf(least);
  let day = '';
  let number = 0;
  let bytes = 0;

  /** Goes on to the next file when the day is over or the file is full. */
  function turnPage(today: string, lineBytes: number): void {
    if (today === day && bytes + lineBytes <= MAX_FILE_BYTES) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    number = today === day ? number + 1 : newestNumber(folder, today);
    day = today;
    bytes = statSync(join(folder, nameOf(day, number)), { throwIfNoEntry: false })?.size ?? 0;
    if (bytes > 0 && bytes + lineBytes > MAX_FILE_BYTES) {
      number += 1;
      bytes = 0;
    }
    const others = files(folder).filter((name) => name !== nameOf(day, number));
    for (const old of others.slice(0, Math.max(0, others.length - MAX_FILES + 1))) rmSync(join(folder, old), { force: true });
  }

  return (level, message, facts) => {
    if (LEVELS.indexOf(level) < threshold) return;
    const now = new Date(clock.now());
    const entry = { at: now.toISOString(), level, message: redactText(message) };
    const line = Buffer.from(`${jsonLine(facts === undefined ? entry : { ...entry, facts: redact(facts) })}\n`);
    try {
      turnPage(dayOf(now), line.length);
      appendFileSync(join(folder, nameOf(day, number)), line, { mode: 0o600 });
      bytes += line.length;
    } catch {
      // A full or read-only disk is reported by the outbox, which has a sentence for it.
    }
  };
}

function dayOf(now: Date): string {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

// Numbered from 000 with a fixed width, so that names sort as they were written.
function nameOf(day: string, number: number): string {
  return `courier-${day}.${String(number).padStart(3, '0')}.log`;
}

function newestNumber(folder: string, day: string): number {
  const newest = files(folder).findLast((name) => name.startsWith(`courier-${day}.`));
  return newest === undefined ? 0 : Number(newest.slice(-7, -4));
}

function files(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^courier-\d{4}-\d\d-\d\d\.\d{3}\.log$/.test(name))
    .sort();
}

/** The newest lines of the log in `folder`, oldest first; none when there is no log. */
export function newestLogLines(folder: string, count: number): string[] {
  const lines: string[] = [];
  try {
    for (const name of files(folder).reverse()) {
      lines.unshift(
        ...readFileSync(join(folder, name), 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .slice(-count),
      );
      if (lines.length >= count) break;
    }
  } catch {
    // Whoever asks for help must get an answer, also without a log.
  }
  return lines.slice(-count);
}
