// What a person can set, with safe defaults. Accounts are named here; their secrets never are.
import { z } from 'zod';
import { BrpSettings } from './booking-settings.ts';
import { BookingView, defaultBookingView } from './booking-view.ts';
import { LookUpSettings } from './held-order.ts';
import { WatchedSettings } from './watched-folder.ts';

export const ENVIRONMENTS = ['practice', 'test', 'production'] as const;
export const Environment = z.enum(ENVIRONMENTS);
/** Practice is built in; Test is `BasicPSF_Test`; Production is live data. */
export type Environment = z.infer<typeof Environment>;

/** The FileMaker database of each environment (API page, environment tables). Practice imitates Test. */
export const DATABASES: Record<Environment, string> = {
  practice: 'BasicPSF_Test',
  test: 'BasicPSF_Test',
  production: 'BasicPSF_PPS',
};

/** Whether `text` is an https address, or http on this very machine, with nothing but a host and a port. */
export function isSafeBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const loopback = url.hostname === '127.0.0.1' || url.hostname === 'localhost' || url.hostname === '[::1]';
  const bare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return bare && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback));
}

export const DEFAULT_BASE_URL = 'https://pps.basicpsf.com';

export const Settings = z.object({
  environment: Environment.default('practice'),
  baseUrl: z.string().max(500).refine(isSafeBaseUrl).default(DEFAULT_BASE_URL),
  /** The whole URL of a script call, in bytes: Claris advises 2,000 characters, IIS stops at 2,048 of query. */
  maxUrlBytes: z.number().int().min(500).max(16_000).default(1900),
  /** How far a proven server may raise it. */
  maxLearnedUrlBytes: z.number().int().min(500).max(16_000).default(8000),
  /** Whether and how orders are looked up in BasicPSF; nothing of it stops a delivery. */
  lookUp: LookUpSettings.default(() => LookUpSettings.parse({})),
  /** At least so many minutes between two pushes that start by themselves; 0 sends as soon as something is due. */
  pushIntervalMinutes: z
    .number()
    .int()
    .min(0)
    .max(24 * 60)
    .default(0),
  /** What is settled is forgotten after so many days, unless its order still has something open; 0 keeps it for ever. */
  keepDeliveredDays: z.number().int().min(0).max(3650).default(90),
  /** How each environment reaches BRP. Practice has a key of every level; its highest shows the most. */
  brp: z.record(Environment, BrpSettings).default(() => ({
    practice: BrpSettings.parse({ level: 3 }),
    test: BrpSettings.parse({}),
    production: BrpSettings.parse({}),
  })),
  /** How the bookings of each environment were looked at last. */
  bookingViews: z.record(Environment, BookingView).default(() => ({
    practice: defaultBookingView(),
    test: defaultBookingView(),
    production: defaultBookingView(),
  })),
  /** Which folder each environment watches for files; off until a person wants it. */
  watched: z.record(Environment, WatchedSettings).default(() => ({
    practice: WatchedSettings.parse({}),
    test: WatchedSettings.parse({}),
    production: WatchedSettings.parse({}),
  })),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Which notifications the desktop shows: action needed, server away for long, and good news. */
  notifications: z
    .object({ actionNeeded: z.boolean(), delayed: z.boolean(), info: z.boolean() })
    .default({ actionNeeded: true, delayed: true, info: false }),
  /** Whether closing the window leaves the program in the tray; else it quits. Where there is no tray, it is minimised. */
  closeToTray: z.boolean().default(true),
  /** Whether the person was told, once, where the window went. */
  closeNoticeSeen: z.boolean().default(false),
  /** Whether the person was asked, once, if the program should start when they sign in. */
  startAtLoginAsked: z.boolean().default(false),
});
/** Everything that is set, in one plain object, kept as one file in the home folder. */
export type Settings = z.infer<typeof Settings>;

/** The settings of a first start. */
export function defaultSettings(): Settings {
  return Settings.parse({});
}
