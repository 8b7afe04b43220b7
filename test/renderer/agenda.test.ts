// The agenda and the plans of the bookings: headings and rows that belong together whatever is scrolled to or refreshed,
// lanes in which no booking covers another, and what of a form is sent.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedFields, changeFrom, draftComplaint, draftOf, personInDoubt } from '../../renderer/bookings/draft.ts';
import { type AgendaRow, createAgendaList, isHeading } from '../../renderer/bookings/list.ts';
import { hoursOf, lanesOf, planOf, spanOf } from '../../renderer/bookings/plan.ts';
import {
  bookingFilterOf,
  daysOf,
  daysShown,
  defaultBookingView,
  inspectorOf,
  type ListedBooking,
  narrowingOf,
  whyNoWindow,
} from '../../shared/booking-view.ts';
import type { BookingMode, BookingOutline } from '../../shared/service-booking.ts';
import { addDays } from '../../shared/stockholm-time.ts';
import { mondayOf, weekNumber } from '../../shared/weeks.ts';
import { booking, TODAY } from '../support/make-bookings.ts';

function listed(id: number, date = TODAY, changes = {}): ListedBooking {
  return { booking: booking(id, date, changes), news: null, editId: null, reported: null };
}

function outlineOf(rows: readonly ListedBooking[]): BookingOutline {
  const counts = new Map<string, number>();
  for (const { booking: one } of rows) counts.set(one.start.date, (counts.get(one.start.date) ?? 0) + 1);
  return {
    total: rows.length,
    days: [...counts].map(([day, count]) => ({ day, count })),
    asOf: 0,
    news: null,
    changes: { added: 0, changed: 0, gone: 0 },
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** What the whole list would be: each day, then its bookings. */
function flat(rows: readonly ListedBooking[]): (string | number)[] {
  return outlineOf(rows).days.flatMap(({ day }) => [
    day,
    ...rows.filter(({ booking: one }) => one.start.date === day).map(({ booking: one }) => one.id),
  ]);
}

const nameOf = (row: AgendaRow | undefined): string | number | undefined =>
  row === undefined ? undefined : isHeading(row) ? row.day : row.booking.id;

describe('the agenda', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 450 }), { minLength: 1, maxLength: 8 });
  const rowsOf = (counts: readonly number[], first = 1): ListedBooking[] => {
    let id = first;
    return counts.flatMap((count, day) => Array.from({ length: count }, () => listed(id++, addDays(TODAY, day))));
  };

  it('shows every booking under its day, wherever it is scrolled to and after every refresh', async () => {
    await fc.assert(
      fc.asyncProperty(
        sizes,
        sizes,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
        async (before, after, jumps) => {
          let rows = rowsOf(before);
          const list = createAgendaList(async (offset, limit) => rows.slice(offset, offset + limit));
          const look = async (share: number): Promise<void> => {
            const first = Math.floor(share * list.count());
            list.look(first, first + 25);
            await settle();
            const expected = flat(rows);
            expect(list.count()).toBe(expected.length);
            for (let index = first; index < Math.min(first + 25, expected.length); index += 1) {
              expect(nameOf(list.rowAt(index))).toBe(expected[index]);
              const row = list.rowAt(index);
              if (row !== undefined) expect(list.indexOf(list.positionOf(row))).toBe(index);
            }
          };
          list.setOutline(outlineOf(rows));
          await settle();
          for (const jump of jumps) await look(jump);
          rows = rowsOf(after);
          list.setOutline(outlineOf(rows));
          await settle();
          for (const jump of [0, ...jumps]) await look(jump);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps what is in view in its place when bookings come above it', async () => {
    let rows = rowsOf([300, 300], 1000);
    const list = createAgendaList(async (offset, limit) => rows.slice(offset, offset + limit));
    list.setOutline(outlineOf(rows));
    await settle();
    list.look(250, 275);
    await settle();
    const shifts: number[] = [];
    list.subscribe((shift) => shifts.push(shift));
    rows = [...rowsOf([7]), ...rows];
    list.setOutline(outlineOf(rows));
    await settle();
    expect(shifts.filter((shift) => shift !== 0)).toEqual([7]);
  });

  it('never mixes the headings of one answer with the rows of another', async () => {
    let rows = rowsOf([3, 3]);
    let release = (): void => {};
    const list = createAgendaList(async (offset, limit) => {
      const page = rows.slice(offset, offset + limit);
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return page;
    });
    list.setOutline(outlineOf(rows));
    release();
    await settle();
    rows = rowsOf([1, 5]);
    list.setOutline(outlineOf(rows));
    // The rows are still on their way: the former answer stays whole.
    expect(Array.from({ length: list.count() }, (_, n) => nameOf(list.rowAt(n)))).toEqual(flat(rowsOf([3, 3])));
    release();
    await settle();
    expect(Array.from({ length: list.count() }, (_, n) => nameOf(list.rowAt(n)))).toEqual(flat(rows));
  });
});

describe('a plan by resource', () => {
  const at = (id: number, from: string, to: string) => {
    const { start } = booking(id);
    const point = (time: string) => ({ ...start, time });
    return listed(id, TODAY, { start: point(from), end: point(to) });
  };

  it('puts no booking over another', () => {
    const minute = fc.integer({ min: 0, max: 23 * 60 });
    fc.assert(
      fc.property(fc.array(fc.tuple(minute, fc.integer({ min: 1, max: 300 })), { maxLength: 30 }), (times) => {
        const clock = (minutes: number): string => {
          const capped = Math.min(minutes, 23 * 60 + 59);
          return `${String(Math.floor(capped / 60)).padStart(2, '0')}:${String(capped % 60).padStart(2, '0')}`;
        };
        const rows = times.toSorted(([a], [b]) => a - b).map(([from, length], n) => at(n, clock(from), clock(from + length)));
        const lanes = lanesOf(rows);
        for (let a = 0; a < rows.length; a += 1) {
          for (let b = a + 1; b < rows.length; b += 1) {
            const one = spanOf((rows[a] as ListedBooking).booking);
            const other = spanOf((rows[b] as ListedBooking).booking);
            if (one.from < other.to && other.from < one.to) expect(lanes[a]).not.toBe(lanes[b]);
          }
        }
      }),
    );
  });

  it('names people first, and shows a booking with every resource it needs', () => {
    const person = { id: 1, name: 'Li Fang', type: 'Personal', isemployee: true, employee: { id: 43, name: 'Li Fang' } };
    const room = { id: 7, name: 'Auditorium', type: 'Lokal', isemployee: false, employee: null };
    const plan = planOf([listed(1, TODAY, { resources: [room, person] }), listed(2, TODAY, { resources: [] })]);
    expect(plan.map(({ name, rows }) => [name, rows.map(({ booking: one }) => one.id)])).toEqual([
      ['Li Fang', [1]],
      ['Auditorium', [1]],
      ['', [2]],
    ]);
  });

  it('draws a working day, and whatever is booked beyond it', () => {
    expect(hoursOf([])).toEqual({ from: 8, to: 18 });
    expect(hoursOf([at(1, '13:30', '14:30'), at(2, '15:30', '16:30')]), 'what is booked fits').toEqual({ from: 11, to: 17 });
    expect(hoursOf([at(1, '13:30', '14:30')], 9), 'and now while people work').toEqual({ from: 9, to: 15 });
    expect(hoursOf([at(1, '13:30', '14:30')], 22)).toEqual({ from: 9, to: 15 });
    expect(hoursOf([at(1, '08:00', '09:00')])).toEqual({ from: 8, to: 14 });
    expect(hoursOf([at(1, '22:00', '23:00')])).toEqual({ from: 17, to: 23 });
    expect(hoursOf([at(1, '06:30', '07:00'), at(2, '19:00', '20:15')])).toEqual({ from: 6, to: 21 });
  });
});

describe('the form of a booking', () => {
  const one = booking(1, TODAY, { internalmessage: 'Key at the desk' });
  const start = draftOf(one, undefined);

  it('says which person a name alone would take out of the booking', () => {
    // John Doe is person 23.
    expect(personInDoubt({ ...start, participantfirstname: 'Jane' }, one)).toBe(23);
    expect(personInDoubt({ ...start, participantfirstname: 'Jane', participantid: '41' }, one), 'another person').toBeNull();
    expect(personInDoubt({ ...start, participantfirstname: 'Jane', participantid: '' }, one), 'taken out on purpose').toBeNull();
    expect(personInDoubt({ ...start, internalmessage: 'x' }, one)).toBeNull();
    const nobody = booking(1, TODAY, { participants: [{ id: 22, personid: null, firstname: 'John', lastname: 'Doe' }] });
    expect(personInDoubt({ ...draftOf(nobody, undefined), participantfirstname: 'Jane' }, nobody)).toBeNull();
  });

  it('sends only what differs, a message with the spaces a person gave it', () => {
    expect(changedFields(start, one)).toEqual([]);
    expect(changeFrom({ ...start, internalmessage: ' Ring twice ' }, one)).toEqual({ internalmessage: ' Ring twice ' });
    expect(changeFrom({ ...start, internalmessage: '', participantlastname: 'Roe', anonymous: true }, one)).toEqual({
      participantlastname: 'Roe',
      internalmessage: '',
      anonymous: true,
    });
  });

  it('leaves the names out where another person is named, because BRP ignores them', () => {
    expect(changeFrom({ ...start, participantid: '44', participantfirstname: 'Åsa' }, one)).toEqual({ participantid: 44 });
  });

  it('says what BRP could not take', () => {
    expect(draftComplaint('participantid', { ...start, participantid: 'x' }, one)).not.toBe('');
    expect(draftComplaint('participantid', { ...start, participantid: '' }, one)).toContain('cannot take a person out');
    expect(draftComplaint('participantid', { ...start, participantid: '', participantlastname: 'Roe' }, one)).toBe('');
    expect(draftComplaint('externalmessage', { ...start, externalmessage: 'x'.repeat(4001) }, one)).not.toBe('');
    expect(draftComplaint('externalmessage', { ...start, externalmessage: 'x'.repeat(4000) }, one)).toBe('');
  });
});

describe('the view of the bookings', () => {
  const view = defaultBookingView();

  it('means days in Stockholm', () => {
    expect(daysOf({ ...view, preset: 'tomorrow' }, '2025-02-28')).toEqual({ from: '2025-03-01', to: '2025-03-01' });
    expect(daysOf({ ...view, preset: '7-days' }, TODAY)).toEqual({ from: TODAY, to: addDays(TODAY, 6) });
    expect(daysOf({ ...view, preset: 'range', range: { from: '2025-01-01', to: '2025-01-03' } }, TODAY).to).toBe('2025-01-03');
  });

  it('lists nothing before a resource or an order was chosen', () => {
    expect(bookingFilterOf({ ...view, mode: 'resource' }, '', TODAY)).toBeNull();
    expect(bookingFilterOf({ ...view, mode: 'order', order: { number: '117', id: 5 } }, 'x', TODAY)).toMatchObject({
      orderId: 5,
      search: 'x',
    });
  });

  it('narrows shifts, a resource and an order by one another, and nobody’s own bookings', () => {
    const both = { ...view, resourceId: 7, order: { number: '117', id: 5 } };
    const asked = (mode: BookingMode) => bookingFilterOf({ ...both, mode }, '', TODAY);
    for (const mode of ['shifts', 'resource', 'order'] as const)
      expect(asked(mode)).toMatchObject({ mode, resourceId: 7, orderId: 5 });
    expect(asked('mine')).not.toHaveProperty('resourceId');
    expect(asked('mine')).not.toHaveProperty('orderId');
    expect(narrowingOf({ ...both, mode: 'order' })).toEqual({ resourceId: null, order: both.order });
    expect(narrowingOf({ ...both, mode: 'shifts' })).toEqual({ resourceId: null, order: null });
  });

  it('says which days cannot be listed', () => {
    expect(whyNoWindow('2025-02-30', '2025-03-01')).toEqual({ words: 'Choose the first day.', wrong: ['from'] });
    expect(whyNoWindow('2025-02-28', '2025-02-30'), 'the first is right').toEqual({
      words: 'Choose the last day.',
      wrong: ['to'],
    });
    expect(whyNoWindow('', '').wrong).toEqual(['from', 'to']);
    expect(whyNoWindow('2025-03-02', '2025-03-01').wrong).toEqual(['to']);
    expect(whyNoWindow('2025-01-01', '2026-12-31').wrong).toEqual(['to']);
    expect(whyNoWindow('2025-01-01', '2025-01-01')).toEqual({ words: '', wrong: [] });
  });

  it('counts weeks from Monday, as they are numbered in Sweden', () => {
    // 2025-04-28 is a Monday; the first days of January may belong to the last week of the year before.
    expect([mondayOf('2025-04-28'), mondayOf('2025-05-04'), mondayOf('2025-05-05')]).toEqual([TODAY, TODAY, '2025-05-05']);
    const numbers = ['2025-04-28', '2024-12-30', '2027-01-03', '2026-12-31', '2021-01-03', '2020-02-29'].map(weekNumber);
    expect(numbers).toEqual([18, 1, 53, 53, 53, 9]);
    expect(daysOf({ preset: 'this-week', range: null }, '2025-05-01')).toEqual({ from: TODAY, to: '2025-05-04' });
    expect(daysOf({ preset: 'next-week', range: null }, '2025-05-04')).toEqual({ from: '2025-05-05', to: '2025-05-11' });
    expect(daysOf({ preset: 'past', range: null }, TODAY)).toEqual({ from: '2025-04-14', to: '2025-04-27' });
  });

  it('shows one day, or the whole week of it, whatever days are chosen', () => {
    const view = defaultBookingView();
    expect(daysShown({ ...view, form: 'day' }, TODAY, null)).toEqual({ from: TODAY, to: TODAY });
    expect(daysShown({ ...view, form: 'day' }, TODAY, '2025-03-01')).toEqual({ from: '2025-03-01', to: '2025-03-01' });
    expect(daysShown({ ...view, form: 'week', preset: 'tomorrow' }, '2025-05-04', null)).toEqual({
      from: '2025-05-05',
      to: '2025-05-11',
    });
    expect(daysShown({ ...view, form: 'day', preset: 'past' }, TODAY, null).from).toBe('2025-04-27');
    expect(daysShown({ ...view, form: 'agenda' }, TODAY, '2020-01-01')).toEqual(daysOf(view, TODAY));
  });

  it('takes the employee among the resources for the inspector', () => {
    const room = { id: 7, name: 'Auditorium', type: 'Lokal', isemployee: false, employee: null };
    const person = { id: 21, name: 'E. Clarke', type: 'Personal', isemployee: true, employee: { id: 41, name: 'Emma Clarke' } };
    expect(inspectorOf(booking(1, TODAY, { resources: [room, person] }))).toBe('Emma Clarke');
    expect(inspectorOf(booking(1, TODAY, { resources: [room] }))).toBe('');
  });
});
