// Moments as people read them: local time, 24 hours, and the day when it is not today. What time it is, the caller says.

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** `YYYY-MM-DD` of the machine's own calendar. */
function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** `HH:MM`, 24 hours. */
export function clockOf(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `HH:MM` on the day of `now`, else `YYYY-MM-DD HH:MM`. */
export function moment(at: number, now: number): string {
  return dayOf(at) === dayOf(now) ? clockOf(at) : `${dayOf(at)} ${clockOf(at)}`;
}

/** The same in a sentence: `at 09:12`, `on 2025-04-28 09:12` */
export function momentWords(at: number, now: number): string {
  return `${dayOf(at) === dayOf(now) ? 'at' : 'on'} ${moment(at, now)}`;
}

/** How long is left, such as `0:09`, `1:48` or `2 h 05 min`. */
export function countdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} min`;
}

/** The midnight that ends the day of `now`, epoch ms. */
export function tomorrow(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
}

/** The midnight that began the day of `now` on this machine, epoch ms. */
export function midnightBefore(now: number): number {
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  return midnight.getTime();
}
