// Before an old result goes out, and after a lost answer: what BasicPSF holds for its order decides.
// The rule it keeps: whatever goes wrong with looking up, the results go out as if it did not exist.
import type { Failure } from '../../shared/failure.ts';
import type { HeldOrder } from '../../shared/held-order.ts';
import type { Clock, Log } from '../base/ports.ts';
import type { Outcome } from '../outbox/claims.ts';
import type { Due } from '../outbox/lists.ts';
import type { SentBefore } from '../outbox/sent-before.ts';
import type { BasicPsf } from './basicpsf.ts';
import type { Packed } from './batches.ts';
import { type Judgement, judgeHeld } from './judge-held.ts';
import { type LookUpManner, lookUpWith } from './look-up.ts';
import type { Session } from './session.ts';

/** A result that waited longer than this is old: somebody may have said something else meanwhile. */
export const OLD_AFTER_MS = 10 * 60_000;

/** How a push looks orders up. */
export interface LookUpJob extends LookUpManner {
  /** Hears why it did not work; the push goes on without it. */
  readonly failed: (failure: Failure) => void;
}

export interface LookFirst {
  /** What to send of a batch, and what became of the rest; `token` opens the push's session, only where there is something to look at. */
  readonly look: (
    batch: readonly Packed[],
    token: Session['token'],
  ) => Promise<{ toSend: readonly Packed[]; settled: readonly Outcome[] }>;
  /** These were sent in this very push: what is known of them is not old. */
  readonly sent: (batch: readonly Packed[]) => void;
}

export interface LookFirstPorts {
  readonly basicPsf: Pick<BasicPsf, 'find'>;
  readonly sentBefore: (seqs: readonly number[]) => SentBefore[];
  readonly clock: Clock;
  readonly log: Log;
}

/** Looks before the batches of one push; without a job it lets everything through. */
export function createLookFirst({ basicPsf, sentBefore, clock, log }: LookFirstPorts, job: LookUpJob | null): LookFirst {
  const justSent = new Set<number>();
  let works = job !== null;

  /** Tried before, made to wait, asked about, or old: for as long as that took, somebody else may have been there. */
  function isWorthALook(due: Due): boolean {
    if (justSent.has(due.seq)) return false;
    return due.attempts > 0 || due.dueAt !== null || due.wasAsked || Math.abs(clock.now() - due.acceptedAt) > OLD_AFTER_MS;
  }

  return {
    sent: (batch) => {
      for (const { due } of batch) justSent.add(due.seq);
    },
    look: async (batch, token) => {
      const old = works ? batch.filter(({ due }) => isWorthALook(due)) : [];
      if (job === null || old.length === 0) return { toSend: batch, settled: [] };
      const session = await token();
      // Why there is none is for the sending to find out.
      if (!session.ok) return { toSend: batch, settled: [] };
      const references = old.map(({ due }) => due.internalOrderRef);
      const found = await lookUpWith(basicPsf, session.value, references, job, clock);
      if (!found.ok) {
        works = false;
        log('info', 'orders could not be looked up; results go out all the same', { failure: found.failure.kind });
        job.failed(found.failure);
        return { toSend: batch, settled: [] };
      }
      const { orders, ahead, at } = found.value;
      const known = sentBefore(old.map(({ due }) => due.seq));
      const settled = known.flatMap((ours) => {
        const held = orders.get(ours.internalOrderRef) ?? 'absent';
        return outcomeOf(ours.seq, judgeHeld(ours, held, ahead, at), held) ?? [];
      });
      const isSettled = new Set(settled.map(({ seq }) => seq));
      return { toSend: batch.filter(({ due }) => !isSettled.has(due.seq)), settled };
    },
  };
}

/** What a judgement makes of a result; null is to be sent. */
function outcomeOf(seq: number, judged: Judgement, held: HeldOrder | 'absent'): Outcome | null {
  switch (judged.kind) {
    case 'send':
      return null;
    case 'delivered':
      return { seq, failure: null, lookedUp: true };
    case 'ask':
      return held === 'absent' ? null : { seq, failure: { kind: 'told-elsewhere' }, held };
    case 'later':
      return { seq, until: judged.until };
  }
}
