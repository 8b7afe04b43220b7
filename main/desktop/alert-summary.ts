// Several causes in one notification: how many things need a person, and what they are as far as there is room.

import { counted } from '../../shared/numbers.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { type Alert, type Cause, cut, MAX_BODY } from './alert.ts';
import { causeIn } from './alert-causes.ts';

/** One notification for all of these, those named first that come first. */
export function summaryOf(causes: readonly Cause[], snapshot: Snapshot): Alert {
  const needed = causes.filter((cause) => cause.class === 'actionNeeded').length;
  const {
    again: _again,
    brief: _brief,
    ...alert
  } = causeIn(snapshot, {
    name: 'summary',
    class: needed > 0 ? 'actionNeeded' : 'delayed',
    title: `${counted(needed, 'thing needs', 'things need')} you`,
    body: [named(causes.map(({ brief }) => brief))],
    again: '',
    count: causes.length,
  });
  return alert;
}

function named(briefs: readonly string[]): string {
  for (let shown = briefs.length; shown > 1; shown -= 1) {
    const rest = briefs.length - shown;
    const text = `${briefs.slice(0, shown).join('; ')}${rest === 0 ? '.' : `; and ${rest} more.`}`;
    if (text.length <= MAX_BODY) return text;
  }
  return cut(briefs.join('; '), MAX_BODY);
}
