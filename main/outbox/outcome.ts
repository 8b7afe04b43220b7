// What a receipt calls an attempt that was not confirmed. Pure.
import { reach } from '../../shared/consequence.ts';
import type { Failure } from '../../shared/failure.ts';

/** `refused` is BasicPSF's own verdict, `unconfirmed` may have arrived, `not-sent` did not. */
export function outcomeOf(failure: Failure): 'refused' | 'unconfirmed' | 'not-sent' {
  const reached = reach(failure);
  return reached === 'verdict' ? 'refused' : reached === 'unknown' ? 'unconfirmed' : 'not-sent';
}
