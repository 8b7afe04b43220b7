// How it stands with BRP at a glance: what is under way, what stands in the way, and how many changes are on their way.
import { z } from 'zod';
import { EDIT_STATES } from './booking-edit.ts';
import { Failure } from './failure.ts';

const count = z.number().int().nonnegative();

export const BookingStatus = z.object({
  isRefreshing: z.boolean(),
  isSending: z.boolean(),
  /** What kept the last refresh from happening, and what keeps changes from going out; null when nothing does. */
  refreshTrouble: Failure.nullable(),
  editTrouble: Failure.nullable(),
  /** When the list on show is asked for again by itself, epoch ms. */
  nextRefreshAt: z.number().int().nullable(),
  edits: z.object(
    Object.fromEntries(EDIT_STATES.map((state) => [state, count])) as Record<(typeof EDIT_STATES)[number], typeof count>,
  ),
});
export type BookingStatus = z.infer<typeof BookingStatus>;
