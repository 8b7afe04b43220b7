// On whose behalf lists are asked, and where: never the key or the password. Bookings of two owners never mix.
import type { BrpSettings } from '../../shared/booking-settings.ts';
import type { Account } from '../base/ports.ts';

export interface Owner {
  /** Host, port and path of the API. */
  readonly server: string;
  /** The account, or the person that a level 3 key acts for; null when that is not known just now. */
  readonly who: string | null;
  /** The business units that are set; empty is all. */
  readonly facilities: readonly number[];
}

/** Where an address leads, without what makes no difference; the port counts. */
export function serverOf(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return '';
  const { host, pathname } = new URL(baseUrl);
  return `${host}${pathname.replace(/\/+$/, '')}`;
}

/** The owner of what is asked with these settings; `account` is undefined while nobody knows it. */
export function ownerOf(
  { baseUrl, level, personid, facilities }: BrpSettings,
  account: Account | null | undefined,
  server = serverOf(baseUrl),
): Owner {
  const who = level === 3 ? `person ${personid}` : account === undefined ? null : (account?.username ?? '');
  return { server, who, facilities: facilities.toSorted((a, b) => a - b) };
}

export function ownerText({ server, who, facilities }: Owner): string {
  return JSON.stringify([server, who, facilities]);
}

/** An owner as it was written down, host and path apart in earlier versions; what is none is nobody. */
export function ownerFromText(text: string): Owner {
  try {
    const parts = JSON.parse(text) as unknown[];
    const [server, who, facilities] = parts.length === 4 ? [`${parts[0]}${parts[1]}`, parts[2], parts[3]] : parts;
    if (typeof server === 'string' && typeof who === 'string' && Array.isArray(facilities)) return { server, who, facilities };
  } catch {
    // It is none of ours.
  }
  return { server: '', who: '', facilities: [] };
}

/** Whether what belongs to `one` is also `other`'s; of the facilities only when they are asked for too. Who is not known counts as the same. */
export function isOfOwner(one: Owner, other: Owner, facilitiesToo: boolean): boolean {
  if (one.server !== other.server) return false;
  if (one.who !== other.who && one.who !== null && other.who !== null) return false;
  return !facilitiesToo || JSON.stringify(one.facilities) === JSON.stringify(other.facilities);
}
