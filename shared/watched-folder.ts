// A folder that files are put into by other programs: how it is set up, and how it is doing.
import { z } from 'zod';

export const WatchedSettings = z.object({
  on: z.boolean().default(false),
  /** The whole path of the folder; empty until a person chose one. */
  folder: z.string().max(4000).default(''),
  /** Whether files with nothing to say about are queued by themselves; else every file waits for a person. */
  acceptClean: z.boolean().default(false),
});
/** How one environment watches a folder. */
export type WatchedSettings = z.infer<typeof WatchedSettings>;

export const WatchedStatus = z.object({
  state: z.enum(['off', 'watching', 'unreachable']),
  folder: z.string(),
  /** When the folder was last looked into, epoch ms; null until it was. */
  lastAt: z.number().int().nullable(),
  /** Files out of it that wait for a person. */
  waiting: z.number().int(),
  /** Files that still lie in it beside those: not taken up yet, or left with a report. */
  left: z.number().int().default(0),
  /** Whether so many wait for a person that no more are taken up before some are decided. */
  isFull: z.boolean().default(false),
  /** Names of files that were queued but could not be moved to the folder "done"; they are not queued again. */
  notMoved: z.array(z.string()).max(20),
  /** Names of what looks like a file and is none: links, folders, pipes, devices. None of them is opened. */
  notRead: z.array(z.string()).max(20).default([]),
});
export type WatchedStatus = z.infer<typeof WatchedStatus>;
