// Changes to bookings that are on their way, in SQL: written before anything is sent, so that neither a crash nor a closed
// window loses one. A booking has at most one that is not settled; a newer one takes its place.
import {
  type BookingEdit,
  type Conflict,
  type EditableValues,
  type EditField,
  type EditState,
  editableValues,
} from '../../shared/booking-edit.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { BookingAsk, BookingChange, ServiceBooking } from '../../shared/service-booking.ts';
import type { Store } from '../base/sqlite.ts';
import { fieldsOf } from './compare.ts';

interface EditRow {
  readonly id: number;
  readonly booking: string;
  readonly ask: string;
  readonly change: string;
  readonly base: string;
  readonly state: EditState;
  readonly failure: string;
  readonly conflicts: string;
  readonly kept: string;
  readonly not_kept: string;
  readonly attempts: number;
  readonly due_at: number | null;
  readonly made_at: number;
  readonly changed_at: number;
  readonly server: string;
}

const COLUMNS =
  'id, booking, ask, change, base, state, failure, conflicts, kept, not_kept, attempts, due_at, made_at, changed_at, server';
const SHOWN = 200;

function editFromRow(row: EditRow): BookingEdit {
  return {
    id: row.id,
    booking: JSON.parse(row.booking) as ServiceBooking,
    ask: JSON.parse(row.ask) as BookingAsk,
    change: JSON.parse(row.change) as BookingChange,
    base: JSON.parse(row.base) as EditableValues,
    state: row.state,
    failure: row.failure === '' ? null : (JSON.parse(row.failure) as Failure),
    conflicts: JSON.parse(row.conflicts) as Conflict[],
    kept: JSON.parse(row.kept) as EditField[],
    notKept: JSON.parse(row.not_kept) as EditField[],
    attempts: row.attempts,
    dueAt: row.due_at,
    madeAt: row.made_at,
    changedAt: row.changed_at,
    server: row.server,
  };
}

/** Reads of the changes; safe on a connection that can only read. */
export function createEditLists(store: Store) {
  const byId = store.prepare<unknown[], EditRow>(`select ${COLUMNS} from booking_edit where id = ?`);
  const open = store.prepare<unknown[], EditRow>(
    `select ${COLUMNS} from booking_edit where state <> 'kept' order by made_at, id`,
  );
  const settled = store.prepare<unknown[], EditRow>(
    `select ${COLUMNS} from booking_edit where state = 'kept' order by changed_at desc, id desc limit ${SHOWN}`,
  );
  const due = store.prepare<unknown[], EditRow>(
    `select ${COLUMNS} from booking_edit where state = 'queued' and due_at <= ? order by made_at, id`,
  );
  const nextDue = store.prepare<unknown[], number | null>(`select min(due_at) from booking_edit where state = 'queued'`).pluck();
  const counts = store.prepare<unknown[], { state: EditState; n: number }>(
    'select state, count(*) as n from booking_edit group by state',
  );
  return {
    edit: (id: number): BookingEdit | null => {
      const row = byId.get(id);
      return row === undefined ? null : editFromRow(row);
    },
    /** What is not settled, oldest first, then what was settled lately, newest first. */
    edits: (): BookingEdit[] => [...open.all(), ...settled.all()].map(editFromRow),
    /** What may be sent now, in the order it was made. */
    dueEdits: (now: number): BookingEdit[] => due.all(now).map(editFromRow),
    /** The next moment at which one is due, epoch ms. */
    nextEditDueAt: (): number | null => nextDue.get() ?? null,
    editCounts: (): Record<EditState, number> => {
      const tally = { queued: 0, sending: 0, kept: 0, conflict: 0, failed: 0 };
      for (const { state, n } of counts.all()) tally[state] = n;
      return tally;
    },
  };
}

export type EditLists = ReturnType<typeof createEditLists>;

/** Where a change stands after an attempt. */
export interface Settled {
  readonly state: Exclude<EditState, 'sending'>;
  readonly failure: Failure | null;
  readonly conflicts: readonly Conflict[];
  readonly kept: readonly EditField[];
  readonly notKept: readonly EditField[];
  readonly dueAt: number | null;
}

/** All verbs that change `booking_edit`. Plain synchronous functions for the writer thread, one transaction each. */
export function createEdits(store: Store) {
  const lists = createEditLists(store);
  const replaceOpen = store.prepare(
    `delete from booking_edit where booking_id = ? and state in ('queued', 'conflict', 'failed')`,
  );
  const insert = store.prepare<unknown[], { id: number }>(`
    insert into booking_edit (booking_id, booking, ask, change, base, state, due_at, made_at, changed_at, server)
    values (:bookingId, :booking, :ask, :change, :base, 'queued', :now, :now, :now, :server) returning id`);
  const begin = store.prepare(
    `update booking_edit set state = 'sending', attempts = attempts + 1, due_at = null, changed_at = ? where id = ? and state = 'queued'`,
  );
  const end = store.prepare(`
    update booking_edit set state = :state, failure = :failure, conflicts = :conflicts, kept = :kept, not_kept = :notKept, due_at = :dueAt, changed_at = :now
    where id = :id and state in ('queued', 'sending')`);
  const requeue = store.prepare(`
    update booking_edit set change = ?, base = ?, state = 'queued', failure = '', conflicts = '[]', kept = '[]', not_kept = '[]', attempts = 0, due_at = ?, changed_at = ?
    where id = ?`);
  const overtaken = store.prepare(
    `select 1 from booking_edit older join booking_edit newer on newer.booking_id = older.booking_id and newer.id > older.id where older.id = ?`,
  );
  const forgetOne = store.prepare('delete from booking_edit where id = ?');
  const remove = store.prepare(`delete from booking_edit where id = ? and state <> 'sending'`);
  const forgetOvertaken = store.prepare(`
    delete from booking_edit where state = 'sending' and exists (
      select 1 from booking_edit newer where newer.booking_id = booking_edit.booking_id and newer.id > booking_edit.id)`);
  const interrupted = store.prepare(
    `update booking_edit set state = 'queued', due_at = ?, changed_at = ? where state = 'sending'`,
  );
  const hurry = store.prepare(`update booking_edit set due_at = ? where state = 'queued' and (due_at is null or due_at > ?)`);
  const clamp = store.prepare(`update booking_edit set due_at = ? where state = 'queued' and due_at > ?`);
  const forget = store.prepare(`delete from booking_edit where state = 'kept' and changed_at < ?`);

  return {
    /** Queues a change that was made from `booking`, which `server` has; it takes the place of one that is not settled. Answers its id. */
    addEdit: store.transaction(
      (booking: ServiceBooking, ask: BookingAsk, change: BookingChange, now: number, server = ''): number => {
        replaceOpen.run(booking.id);
        const row = insert.get({
          bookingId: booking.id,
          booking: JSON.stringify(booking),
          ask: JSON.stringify(ask),
          change: JSON.stringify(change),
          base: JSON.stringify(editableValues(booking)),
          now,
          server,
        });
        return (row as { id: number }).id;
      },
    ).immediate,

    /** Marks a change as being sent, before anything is; false when it is not queued any more. */
    beginEdit: (id: number, now: number): boolean => begin.run(now, id).changes === 1,

    /** Writes what came of an attempt. One that is not through has lost its place when a newer change was made meanwhile. */
    settleEdit: store.transaction(
      (id: number, { state, failure, conflicts, kept, notKept, dueAt }: Settled, now: number): void => {
        if (state !== 'kept' && overtaken.get(id) !== undefined) return void forgetOne.run(id);
        end.run({
          id,
          state,
          failure: failure === null ? '' : JSON.stringify(failure),
          conflicts: JSON.stringify(conflicts),
          kept: JSON.stringify(kept),
          notKept: JSON.stringify(notKept),
          dueAt,
          now,
        });
      },
    ).immediate,

    /**
     * Settles a conflict: `keepOurs` names the fields that go to BRP all the same; in the others BRP's value stays.
     * Answers whether anything is left to send; if not, the change is gone.
     */
    decideEdit: store.transaction((id: number, keepOurs: readonly EditField[], now: number): Result<boolean> => {
      const edit = lists.edit(id);
      if (edit?.state !== 'conflict') return fail({ kind: 'gone', what: 'change' });
      const dropped = edit.conflicts.filter(({ field }) => !keepOurs.includes(field)).map(({ field }) => field as string);
      const change = Object.fromEntries(
        Object.entries(edit.change).filter(([field]) => !dropped.includes(field)),
      ) as BookingChange;
      if (fieldsOf(change).length === 0) {
        forgetOne.run(id);
        return ok(false);
      }
      const seen = Object.fromEntries(edit.conflicts.map(({ field, theirs }) => [field, theirs]));
      requeue.run(JSON.stringify(change), JSON.stringify({ ...edit.base, ...seen }), now, now, id);
      return ok(true);
    }).immediate,

    /** Lets a change that failed, or that waits for its next try, go at once. */
    retryEdit: store.transaction((id: number, now: number): boolean => {
      const edit = lists.edit(id);
      if (edit === null || (edit.state !== 'failed' && edit.state !== 'queued')) return false;
      requeue.run(JSON.stringify(edit.change), JSON.stringify(edit.base), now, now, id);
      return true;
    }).immediate,

    /** Takes a change back, or takes note of a settled one. One that is being sent cannot be taken back. */
    dropEdit: (id: number): boolean => remove.run(id).changes === 1,

    /** What another run left on the way is queued again: it is looked up before it is sent. */
    recoverEdits: store.transaction((now: number): number => {
      forgetOvertaken.run();
      return interrupted.run(now, now).changes;
    }).immediate,

    /** Lets everything go at once that waits for its next try, for an account or for the network. */
    hurryEdits: (now: number): number => hurry.run(now, now).changes,

    /** Corrects due moments beyond `farthest` that a wrong clock wrote. Both epoch ms. */
    clampEdits: (farthest: number, now: number): number => clamp.run(now, farthest).changes,

    /** Forgets changes that were settled before `before`, epoch ms. */
    forgetEdits: (before: number): number => forget.run(before).changes,
  };
}

export type EditVerbs = ReturnType<typeof createEdits>;
