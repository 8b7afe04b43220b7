// How one environment reaches BRP. The API key and the account's password live in the vault, never here.
import { z } from 'zod';

export const API_KEY_LEVELS = [1, 2, 3] as const;

function isLoopback(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';
}

/** Whether `text` is an https address (http on this very machine) with any path, and without query or account. */
export function isApiUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const bare = username === '' && password === '' && !/[?#]/.test(text);
  return bare && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
}

export const BrpSettings = z.object({
  /** The customer's own "APIURL", such as `https://example.brpsystems.com/brponline/api/ver2`; empty while not set up. */
  baseUrl: z
    .string()
    .trim()
    .max(500)
    .refine((text) => text === '' || isApiUrl(text))
    .default(''),
  /** Levels 1 and 2 sign in with an account (HTTP Basic); level 3 names a person, and signs in when it has an account too. */
  level: z.literal(API_KEY_LEVELS).default(2),
  /** Whom a level 3 key acts for. Never sent with a lower key. */
  personid: z.number().int().positive().nullable().default(null),
  /** Whether a level 3 key names its person also when it lists a resource; the API page leaves it open. */
  personidWithResource: z.boolean().default(true),
  /** The form that lists are asked in; what arrives is read by its content. */
  format: z.enum(['xml', 'json']).default('xml'),
  /** Business units to list; empty is all. */
  facilities: z.array(z.number().int()).max(500).default([]),
  refreshMinutes: z
    .number()
    .int()
    .min(1)
    .max(24 * 60)
    .default(5),
});
export type BrpSettings = z.infer<typeof BrpSettings>;

/** The settings of an environment in which BRP was not set up yet. */
export function defaultBrpSettings(): BrpSettings {
  return BrpSettings.parse({});
}
