// Weeks as they are counted in Sweden (ISO 8601): they begin on Monday, and week 1 is the one with the first Thursday of a year.
import { addDays, countDays } from './stockholm-time.ts';

/** 0 is Monday. */
function weekday(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The Monday of the week that `day` (`YYYY-MM-DD`) lies in. */
export function mondayOf(day: string): string {
  return addDays(day, -weekday(day));
}

/** The number of the week that `day` lies in, 1 to 53. */
export function weekNumber(day: string): number {
  const thursday = addDays(mondayOf(day), 3);
  return Math.floor((countDays(`${thursday.slice(0, 4)}-01-01`, thursday) - 1) / 7) + 1;
}
