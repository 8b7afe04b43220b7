// When updates may be looked for and installed: never without a feed, a signature to check and a safe line, never over work
// under way. The same rule refuses to build a package that would break it.
import { z } from 'zod';
import type { Snapshot } from '../../shared/snapshot.ts';

/** Where updates come from, as electron-builder writes it into a package (app-update.yml). */
const Feed = z.looseObject({
  provider: z.string(),
  publisherName: z.union([z.string(), z.array(z.string())]).nullish(),
});

export interface Installation {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  /** Linux only: whether the program runs from an AppImage, the one kind that can replace itself. */
  readonly isAppImage: boolean;
  /** What the package says about its feed; null when it says nothing. */
  readonly feed: unknown;
}

function isNamed(publisher: unknown): boolean {
  const names = [publisher].flat();
  return names.length > 0 && names.every((name) => typeof name === 'string' && name.trim() !== '');
}

/** Whether anything in `feed`, however deep, is fetched over a line that others can change. */
function isInsecure(feed: unknown): boolean {
  if (typeof feed === 'string') return /^(?!https:)[a-z][a-z0-9+.-]*:\/\//i.test(feed.trim());
  if (typeof feed !== 'object' || feed === null) return false;
  return Object.entries(feed).some(([key, value]) => (key === 'protocol' ? value !== 'https' : isInsecure(value)));
}

/** Why this installation looks for no updates, in words for the log; null when it may. */
export function whyNoUpdates({ isPackaged, platform, isAppImage, feed }: Installation): string | null {
  if (!isPackaged) return 'this is not an installed program';
  if (feed === null) return 'no feed is set';
  const read = Feed.safeParse(feed);
  if (!read.success) return 'the feed cannot be read';
  if (isInsecure(feed)) return 'the feed is not https';
  if (platform === 'win32' && !isNamed(read.data.publisherName)) return 'the feed names no publisher to check signatures against';
  if (platform === 'linux' && !isAppImage) return 'packages of this system are updated by whoever installed them';
  return null;
}

/** Whether a downloaded update may be installed now: only when a person or the end of the program asks, and nothing is under way. */
export function mayInstall({ isReady, isIdle }: { readonly isReady: boolean; readonly isIdle: boolean }): boolean {
  return isReady && isIdle;
}

/** Whether nothing is being sent, read or queued. */
export function isIdle({ sync, openImports, bookings }: Snapshot): boolean {
  const isReading = openImports.some(({ phase }) => phase === 'reading' || phase === 'accepting');
  return sync.phase !== 'sending' && !isReading && !bookings.isSending;
}

/** Said once an update is on the disk. */
export function updateNotice(version: string): { readonly title: string; readonly body: string } {
  return {
    title: `Booking Courier ${version} is ready`,
    body: 'It is installed when you quit. Click here to restart now; what waits is kept.',
  };
}

/** What of electron-builder's configuration says who signs for Windows. */
const Signing = z.looseObject({ publisherName: z.unknown().optional() }).nullish();
const Windows = z.looseObject({
  verifyUpdateCodeSignature: z.boolean().nullish(),
  signtoolOptions: Signing,
  azureSignOptions: Signing,
});

/** Every feed set in `configuration`: for all systems, for one, or for one kind of package. */
function feedsOf(configuration: Readonly<Record<string, unknown>>): unknown[] {
  return [configuration, ...Object.values(configuration)]
    .flatMap((place) => (typeof place === 'object' && place !== null && 'publish' in place ? place.publish : null))
    .filter((feed) => feed !== null && feed !== undefined);
}

/** Why a package with this electron-builder configuration must not be made; null when it may. */
export function whyNotPublished(configuration: Readonly<Record<string, unknown>>): string | null {
  const feeds = feedsOf(configuration);
  if (feeds.length === 0) return null;
  if (feeds.some(isInsecure)) return 'publish: the feed must be https.';
  const windows = Windows.parse(configuration.win ?? {});
  if (windows.verifyUpdateCodeSignature === false) return 'win.verifyUpdateCodeSignature must not be switched off.';
  if ([windows.signtoolOptions, windows.azureSignOptions].some((signing) => isNamed(signing?.publisherName))) return null;
  return 'publish is set, but no publisher: set win.signtoolOptions.publisherName (or win.azureSignOptions.publisherName) to the name in the signing certificate. Without it Windows would install updates that nobody signed.';
}
