// What each call about bookings does: lists, changes, results made from a booking, and the way to BRP.

import type { BookingResult } from '../../shared/booking-result.ts';
import type { ListedBooking } from '../../shared/booking-view.ts';
import type { CallName, ParsedInput } from '../../shared/calls.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { BookingRow } from '../../shared/service-booking.ts';
import type { Environment, Settings } from '../../shared/settings.ts';
import { serverOf } from '../bookings/owner.ts';
import { checkRow, draftProblem, trimmedDraft } from '../import/check/rows.ts';
import { brpVaultNames } from '../workspace/booking-desk.ts';
import { calendarFrom } from './booking-calendar.ts';
import { bookingsText } from './booking-csv.ts';
import type { HandlerPorts, Handlers } from './handler-ports.ts';
import { reportRows } from './report-several.ts';
import { toldAlready } from './told-already.ts';

type BookingCall = Extract<CallName, `bookings.${string}` | `brp.${string}` | 'outbox.report'>;

const ONLY_READS: Failure = { kind: 'input-refused', why: 'an API key of level 1 only reads bookings' };

/** Makes the handlers of the bookings over whatever environment is open at the moment of a call. */
export function createBookingHandlers({
  workspace,
  settingsFile,
  vault,
  clock,
  changed,
  lookUpAccount,
}: HandlerPorts): Pick<Handlers, BookingCall> {
  const desk = () => workspace().bookings;

  /** A booking with the newest result of its order, under the reference that was confirmed for it, else its own number. */
  function listed(row: BookingRow): ListedBooking {
    const number = row.booking.order?.number ?? '';
    const newest = number === '' ? null : workspace().lists.newestOf(desk().lists.referenceOf(number) ?? number);
    const reported = newest === null ? null : { seq: newest.seq, internalOrderRef: newest.internalOrderRef, state: newest.state };
    return { ...row, reported };
  }

  /** Changes what is set for the open environment alone. */
  function changeOwn<K extends 'brp' | 'bookingViews'>(name: K, value: Settings[K][Environment]): Result<Settings> {
    return settingsFile.change({ [name]: { ...settingsFile.read()[name], [workspace().environment]: value } });
  }

  return {
    'bookings.outline': async ({ filter }) => ok(desk().lists.outline(filter)),
    'bookings.page': async ({ filter, offset, limit }) => ok(desk().lists.page(filter, offset, limit).map(listed)),
    'bookings.one': async ({ ask, id }) => {
      const row = desk().lists.row(ask, id);
      return row === null ? fail({ kind: 'gone', what: 'booking' }) : ok(listed(row));
    },
    'bookings.choices': async () => ok(desk().lists.choices()),
    'bookings.orders': async ({ start }) => ok(desk().lists.orders(start.trim())),
    'bookings.reportPreview': async ({ ask, ids, word }) =>
      ok(reportRows({ bookings: desk().lists, outbox: workspace().lists }, ask, ids, word)),
    'bookings.report': async ({ rows }) => {
      const { lists, writer, sync } = workspace();
      const results: { orderNumber: string; result: BookingResult }[] = [];
      for (const { orderNumber, result, over } of rows) {
        const draft = trimmedDraft(result);
        const checked = checkRow(draft).result;
        if (checked === null) return fail(draftProblem(draft));
        const told = toldAlready(lists, checked, null, over);
        if (told !== null) return fail(told);
        results.push({ orderNumber, result: checked });
      }
      const accepted = await writer.reportAll(results, clock.now());
      changed();
      sync.poke();
      return accepted.ok ? ok({ queued: results.length }) : accepted;
    },
    'bookings.calendar': async ({ ask, ids, parts }) => {
      const bookings = ids.flatMap((id) => desk().lists.booking(ask, id) ?? []);
      if (bookings.length === 0) return fail({ kind: 'gone', what: 'booking' });
      return calendarFrom(bookings, parts, serverOf(desk().settings().baseUrl).split('/')[0] ?? '');
    },
    'bookings.show': async ({ filter }) => {
      desk().watch.show(filter);
      return ok({});
    },
    'bookings.changes': async ({ ask }) => ok(desk().lists.changes(ask)),
    'bookings.noteChanges': async ({ ids }) => {
      const noted = await workspace().writer.noteChanges(ids);
      changed();
      return noted.ok ? ok({}) : noted;
    },
    'bookings.refresh': async ({ filter }) => desk().watch.refresh(filter),
    'bookings.export': async ({ filter, form }) => ok(await bookingsText(desk().lists, filter, form)),
    'bookings.keepView': async ({ view }) => {
      const kept = changeOwn('bookingViews', view);
      return kept.ok ? ok({}) : kept;
    },
    'bookings.edits': async () => ok(desk().lists.edits()),
    'bookings.edit': async ({ booking, ask, change }) =>
      desk().settings().level === 1 ? fail(ONLY_READS) : desk().watch.submit(booking, ask, change),
    'bookings.decide': async ({ id, keepOurs }) => desk().watch.decide(id, keepOurs),
    'bookings.retryEdit': async ({ id }) => desk().watch.retry(id),
    'bookings.dropEdit': async ({ id }) => {
      const dropped = await desk().watch.drop(id);
      return dropped.ok ? ok({ dropped: dropped.value }) : dropped;
    },
    'bookings.reference': async ({ orderNumber }) => ok({ internalOrderRef: desk().lists.referenceOf(orderNumber) }),
    'outbox.report': async ({ orderNumber, result, over }: ParsedInput<'outbox.report'>) => {
      const draft = trimmedDraft(result);
      const checked = checkRow(draft);
      if (checked.result === null) return fail(draftProblem(draft));
      const { lists, writer, sync } = workspace();
      const told = toldAlready(lists, checked.result, null, over);
      if (told !== null) return fail(told);
      const accepted = await writer.report(checked.result, orderNumber, clock.now());
      changed();
      sync.poke();
      return accepted.ok ? ok({ seq: accepted.value }) : accepted;
    },

    'brp.change': async (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const settings = changeOwn('brp', { ...settingsFile.read().brp[workspace().environment], ...given });
      if (settings.ok) await desk().changed();
      changed();
      return settings;
    },
    'brp.save': async ({ apikey, username, password }) => {
      const names = brpVaultNames(workspace().environment);
      if (username !== undefined && password !== undefined) {
        const written = await vault.write(names.account, { username, password });
        if (!written.ok) return written;
      }
      if (apikey !== undefined) {
        const written = await vault.write(names.key, { username: 'apikey', password: apikey });
        if (!written.ok) return written;
      }
      await lookUpAccount();
      await desk().changed();
      return ok({ kept: vault.keeps });
    },
    'brp.forget': async () => {
      const { key, account } = brpVaultNames(workspace().environment);
      const forgotten = [await vault.forget(key), await vault.forget(account)];
      await lookUpAccount();
      return forgotten.find((one) => !one.ok) ?? ok({});
    },
    'brp.test': async (given) => ok(await desk().test(given)),
  };
}
