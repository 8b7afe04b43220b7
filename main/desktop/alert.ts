// What a notification is, and what it is about. One cause is one notification, however many results it concerns.
import type { Selection } from '../../shared/calls.ts';
import type { Settings } from '../../shared/settings.ts';

export type AlertClass = keyof Settings['notifications'];
export type AlertRoute = '#/problems' | '#/outbox' | '#/settings';
/** What its "Retry" does: results for the call outbox.retry, or everything by sync.sendNow; null is no such button. */
export type AlertRetry = Selection | 'send-now' | null;

export interface Alert {
  /** A later alert with the same id takes the place of this one. */
  readonly id: string;
  readonly class: AlertClass;
  readonly title: string;
  readonly body: string;
  /** Where a click leads. */
  readonly route: AlertRoute;
  readonly retry: AlertRetry;
  /** Results or changes it speaks of; things in a summary. */
  readonly count: number;
}

/** Something that lasts and that a person should know, as long as it is there. */
export interface Cause extends Alert {
  /** The title without its environment and with its reason, to be named among others. */
  readonly brief: string;
  /** What a repeat says instead of the body. */
  readonly again: string;
}

/** At most so many characters. */
export const MAX_TITLE = 64;
export const MAX_BODY = 200;

/** `text`, ended at a word with an ellipsis where it is longer than `max` characters. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const room = text.slice(0, max - 1);
  const word = room.lastIndexOf(' ');
  // Never half of a character that takes two places.
  return `${(word > max / 2 ? room.slice(0, word) : room).replace(/[\s;,:]+$|[\uD800-\uDBFF]$/u, '')}…`;
}
