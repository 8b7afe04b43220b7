// A moment from what a server's clock showed: FileMaker's timestamps carry no zone.

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks of `timeZone` are ahead of UTC at `at`, ms. */
function offsetAt(timeZone: string, at: number): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

/**
 * The epoch ms of a timestamp as FileMaker writes it (`2025-04-28T09:12:00`, with a blank for the T, or
 * `04/28/2025 09:12:00`), read on the clocks of `timeZone` unless it names an offset. Of an hour that the clocks show
 * twice it is the second. Null for an empty field and for any other text.
 */
export function wallTimeIn(timeZone: string, text: string): number | null {
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (.*)$/.exec(text.trim());
  const iso = us === null ? text.trim() : `${us[3]}-${us[1]?.padStart(2, '0')}-${us[2]?.padStart(2, '0')}T${us[4]}`;
  const found = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/.exec(iso);
  if (found === null) return null;
  const shown = Date.parse(`${found[1]}T${found[2]}Z`);
  if (Number.isNaN(shown)) return null;
  if (found[3] !== undefined) {
    const at = Date.parse(`${found[1]}T${found[2]}${found[3]}`);
    return Number.isNaN(at) ? null : at;
  }
  // Both offsets that may hold around this moment, the smaller one last: it belongs to the second of two equal hours.
  const offsets = [-1, 1].map((side) => offsetAt(timeZone, shown + side * 14 * 3_600_000)).sort((a, b) => b - a);
  const moments = offsets.map((offset) => shown - offset).filter((at) => at + offsetAt(timeZone, at) === shown);
  return moments.at(-1) ?? shown - (offsets[0] ?? 0);
}

/** What the clocks of `timeZone` show at `at`, as FileMaker writes it in ISO 8601. */
export function shownIn(timeZone: string, at: number): string {
  return new Date(Math.floor(at / 1000) * 1000 + offsetAt(timeZone, at)).toISOString().slice(0, 19);
}
