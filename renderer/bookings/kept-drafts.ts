// What was typed into bookings and not saved yet, kept for as long as the window's tab lives: a reload must lose nothing.
// Each BRP of each environment has its own.
import { z } from 'zod';
import { ServiceBooking } from '../../shared/service-booking.ts';

/** What a form holds: texts, as they were typed. */
export const Draft = z.object({
  participantfirstname: z.string(),
  participantlastname: z.string(),
  participantid: z.string(),
  internalmessage: z.string(),
  externalmessage: z.string(),
  anonymous: z.boolean(),
  /** A person has said that the name takes the place of the person who is booked. */
  dropsPerson: z.boolean(),
});
export type Draft = z.infer<typeof Draft>;

const Drafted = z.object({
  /** The booking that the form was begun from. */
  booking: ServiceBooking,
  draft: Draft,
});
export type Drafted = z.infer<typeof Drafted>;
export type Drafts = ReadonlyMap<number, Drafted>;

const Kept = z.array(Drafted);
const PLACE = 'courier-booking-drafts ';

/** What was kept under `key`; nothing where it cannot be read. */
export function keptDrafts(key: string): Drafts {
  try {
    const kept = Kept.safeParse(JSON.parse(sessionStorage.getItem(PLACE + key) ?? '[]'));
    return new Map((kept.data ?? []).map((one) => [one.booking.id, one]));
  } catch {
    return new Map();
  }
}

/** Keeps these, and nothing else, under `key`. */
export function keepDrafts(key: string, drafts: Drafts): void {
  try {
    if (drafts.size === 0) sessionStorage.removeItem(PLACE + key);
    else sessionStorage.setItem(PLACE + key, JSON.stringify([...drafts.values()]));
  } catch {
    // A window that may store nothing keeps them as long as it is not loaded anew.
  }
}
