// Carries a change to BRP: looks the booking up, compares, writes, and reads back what BRP kept. BRP has no version of a booking,
// so this order is the only protection there is. The PUT sets values: after an unknown outcome it is looked up, then sent again.
import type { BookingEdit, EditField } from '../../shared/booking-edit.ts';
import { nextStep, reach } from '../../shared/consequence.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { BookingAsk, BookingChange, ServiceBooking } from '../../shared/service-booking.ts';
import type { Guarded } from '../base/guard.ts';
import type { Remote } from '../base/thread.ts';
import type { BookingVerbs } from './bookings.ts';
import { type Brp, type BrpPorts, withBrp } from './brp.ts';
import { conflictsWith, effective, fieldsOf, keptOf } from './compare.ts';
import type { EditLists, EditVerbs, Settled } from './edits.ts';
import { serverOf } from './owner.ts';
import { createTurns } from './turns.ts';

export interface EditPorts extends BrpPorts {
  readonly writer: Pick<Remote<Guarded<EditVerbs & BookingVerbs>>, keyof EditVerbs | 'keepBooking'>;
  readonly lists: EditLists;
  /** How long to wait after so many failed attempts, ms. */
  readonly delayMs: (failure: Failure, attempts: number) => number;
}

/** After so many attempts a change waits for a person. */
const GIVE_UP_AFTER = 30;

export interface Delivered {
  readonly tried: number;
  readonly trouble: Failure | null;
}

export interface Editing {
  /** Keeps the change first, then tries to send it. Answers where it stands then: kept, conflict, queued or failed. */
  readonly submit: (booking: ServiceBooking, ask: BookingAsk, change: BookingChange) => Promise<Result<BookingEdit>>;
  /** Sends everything that is due, each compared with BRP first. Answers how many were tried, and what stopped it, if anything. */
  readonly deliverEdits: () => Promise<Delivered>;
  /** Settles a conflict field by field and sends what is left; null when nothing was left. */
  readonly decide: (id: number, keepOurs: readonly EditField[]) => Promise<Result<BookingEdit | null>>;
  /** Sends a failed or waiting change now. */
  readonly retry: (id: number) => Promise<Result<BookingEdit>>;
  readonly isSending: () => boolean;
  /** Queues again what a run that ended left on its way. */
  readonly recover: () => Promise<void>;
  /** Resolves when nothing is being sent. */
  readonly rest: () => Promise<void>;
}

/** Whether a failure is about this booking alone: then others can still be sent. */
function isItsOwn(failure: Failure): boolean {
  if (failure.kind !== 'brp-refused') return ['gone', 'text-unwritable', 'other-brp'].includes(failure.kind);
  return failure.status < 500 && ![401, 403, 408].includes(failure.status);
}

/** Makes the one that sends changes, one at a time. */
export function createEditing(ports: EditPorts): Editing {
  const { clock, lists, writer } = ports;
  const turns = createTurns();
  let sending = false;

  /** What came of one attempt; a failure is what kept it from being finished. */
  async function carryOut(brp: Brp, { booking, ask, change, base }: BookingEdit): Promise<Result<Settled>> {
    const wanted = effective(change, base);
    const look = (): Promise<Result<ServiceBooking>> => brp.findServiceBooking(ask, booking.start.date, booking.id);
    const before = await look();
    if (!before.ok) return before;
    const conflicts = conflictsWith(wanted, base, before.value);
    if (conflicts.length > 0) {
      await writer.keepBooking(before.value, [], clock.now());
      return ok({ ...NOTHING, state: 'conflict', conflicts });
    }
    if (keptOf(wanted, before.value).notKept.length === 0) return settledWith(wanted, before.value, []);
    const put = await brp.modifyServiceBooking(booking.id, wanted);
    if (!put.ok && reach(put.failure) !== 'unknown') return put;
    const readBack = await look();
    const after = readBack.ok ? readBack.value : put.ok ? put.value : null;
    if (after === null) return put.ok ? (readBack as Result<never>) : put;
    const settled = await settledWith(wanted, after, fieldsOf(wanted));
    return put.ok || (settled.ok && settled.value.state === 'kept') ? settled : put;
  }

  async function settledWith(wanted: BookingChange, after: ServiceBooking, ours: readonly EditField[]): Promise<Result<Settled>> {
    const kept = await writer.keepBooking(after, ours, clock.now());
    if (!kept.ok) return kept;
    const verdict = keptOf(wanted, after);
    return ok({ ...NOTHING, ...verdict, state: verdict.notKept.length === 0 ? 'kept' : 'failed' });
  }

  /** Where a change stands after a failure. */
  function afterFailure(failure: Failure, attempts: number): Settled {
    if (isItsOwn(failure) || attempts >= GIVE_UP_AFTER) return { ...NOTHING, state: 'failed', failure };
    const dueAt = nextStep(failure) === 'ask' ? null : clock.now() + ports.delayMs(failure, Math.max(1, attempts));
    return { ...NOTHING, state: 'queued', failure, dueAt };
  }

  /** Sends one change; answers what stands in the way of the others too, or null. */
  async function deliver(brp: Brp, edit: BookingEdit, server: string): Promise<Failure | null> {
    const begun = await writer.beginEdit(edit.id, clock.now());
    if (!begun.ok) return begun.failure;
    if (!begun.value) return null;
    const isElsewhere = edit.server !== '' && edit.server !== server;
    const done = isElsewhere ? fail<Failure>({ kind: 'other-brp', server: edit.server }) : await carryOut(brp, edit);
    const settled = done.ok ? done.value : afterFailure(done.failure, edit.attempts + 1);
    const written = await writer.settleEdit(edit.id, settled, clock.now());
    if (!written.ok) return written.failure;
    return done.ok || isItsOwn(done.failure) ? null : done.failure;
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    return turns.take(async () => {
      sending = true;
      try {
        // Nothing is on its way now, so what says it is was left behind by a run that ended.
        await writer.recoverEdits(clock.now());
        return await work();
      } finally {
        sending = false;
      }
    });
  }

  function sendNow(id: number): Promise<Result<BookingEdit>> {
    return inTurn(async () => {
      const edit = lists.edit(id);
      if (edit === null) return fail<Failure>({ kind: 'gone', what: 'change' });
      const opened = await withBrp(ports, async (brp, { server }) => ok(await deliver(brp, edit, server)));
      // Without a connection nothing was attempted: it stays queued, and says why.
      if (!opened.ok) await writer.settleEdit(id, afterFailure(opened.failure, 0), clock.now());
      const now = lists.edit(id);
      return now === null ? fail<Failure>({ kind: 'gone', what: 'change' }) : ok(now);
    });
  }

  return {
    isSending: () => sending,
    recover: () => inTurn(async () => {}),
    rest: turns.rest,
    submit: async (booking, ask, change) => {
      const added = await writer.addEdit(booking, ask, change, clock.now(), ports.server ?? serverOf(ports.settings().baseUrl));
      return added.ok ? sendNow(added.value) : added;
    },
    deliverEdits: () =>
      inTurn(async () => {
        const due = lists.dueEdits(clock.now());
        let tried = 0;
        if (due.length === 0) return { tried, trouble: null };
        const delivered = await withBrp(ports, async (brp, { server }) => {
          for (const edit of due) {
            tried += 1;
            const trouble = await deliver(brp, edit, server);
            if (trouble !== null) return fail(trouble);
          }
          return ok(undefined);
        });
        return { tried, trouble: delivered.ok ? null : delivered.failure };
      }),
    decide: async (id, keepOurs) => {
      const decided = await writer.decideEdit(id, keepOurs, clock.now());
      if (!decided.ok) return decided;
      return decided.value ? sendNow(id) : ok(null);
    },
    retry: async (id) => {
      const freed = await writer.retryEdit(id, clock.now());
      if (!freed.ok) return freed;
      return freed.value ? sendNow(id) : fail<Failure>({ kind: 'gone', what: 'change' });
    },
  };
}

const NOTHING = { failure: null, conflicts: [], kept: [], notKept: [], dueAt: null } as const;
