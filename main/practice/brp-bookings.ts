// What the Practice BRP knows: facilities, resources, staff, and bookings around today, at Stockholm's wall time wherever
// the machine stands. Order numbers are those of the Practice orders, so that a booking can become a result that arrives.
import type { BookedResource, Participant, ServiceBooking, TimePoint } from '../../shared/service-booking.ts';
import { addDays, stockholmTimestamp, stockholmToday } from '../../shared/stockholm-time.ts';
import { PRACTICE_ORDERS } from './orders.ts';

/** A booking as BRP keeps it; the last two are in no list. */
export interface PracticeBooking {
  booking: ServiceBooking;
  /** The person it is booked for. */
  readonly customer: number;
  /** A change of it must say `anonymous`. */
  readonly isAnonymous: boolean;
}

export interface PracticePerson {
  readonly personid: number;
  readonly firstname: string;
  readonly lastname: string;
}

/** Staff first, then customers. The first one is who is logged on in Practice. */
export const PRACTICE_PERSONS: readonly PracticePerson[] = [
  { personid: 41, firstname: 'Emma', lastname: 'Clarke' },
  { personid: 42, firstname: 'Zhang', lastname: 'Wei' },
  { personid: 43, firstname: 'Li', lastname: 'Fang' },
  { personid: 44, firstname: 'Åsa', lastname: 'Lindström' },
  { personid: 45, firstname: 'Erik', lastname: 'Sjöberg' },
  { personid: 23, firstname: 'John', lastname: 'Doe' },
];
/** Who is logged on in Practice. */
export const PRACTICE_USER = 41;
const STAFF = PRACTICE_PERSONS.slice(0, 5);

export const PRACTICE_FACILITIES = [
  { id: 11, name: 'Center' },
  { id: 12, name: 'Hamnen' },
  { id: 14, name: 'Norrtull' },
] as const;

const ROOMS: readonly BookedResource[] = ['Auditorium', 'Mätlabbet', 'Conference room'].map((name, n) => ({
  id: 7 + n,
  name,
  type: 'Lokal',
  isemployee: false,
  employee: null,
}));

/** Each member of staff as a resource; employee and person share their id. */
const INSPECTORS: readonly BookedResource[] = STAFF.map(({ personid, firstname, lastname }) => ({
  id: personid - 20,
  name: `${firstname} ${lastname}`,
  type: 'Personal',
  isemployee: true,
  employee: { id: personid, name: `${firstname} ${lastname}` },
}));
export const PRACTICE_RESOURCES: readonly BookedResource[] = [...ROOMS, ...INSPECTORS];

/** Who works the inspections: the one who is logged on twice as often, so that there are shifts to see. */
const ON_DUTY = [...INSPECTORS.slice(0, 1), ...INSPECTORS];

const PRODUCTS = [
  { id: 23, name: 'Conference room 60 min', number: '2301' },
  { id: 31, name: 'Final inspection', number: '3101' },
  { id: 32, name: 'Pre-shipment inspection', number: '3102' },
  { id: 35, name: 'Container loading check', number: '3105' },
] as const;

const EXTERNAL = [
  '',
  'Extra paper and pencils will be placed by the chalkboard',
  '',
  'Please have the samples ready & labelled',
  '',
  'Entrance from the yard',
];
const INTERNAL = ['', '', 'Call <reception> first', '', 'Nyckel hos vaktmästaren', '', ''];
/** Days around today on which something is booked. */
const FIRST_DAY = -4;
const DAYS = 20;
const SEEDED = 60;

/** `date` and `time` as BRP writes a moment. */
export function timePointAt(date: string, time: string): TimePoint {
  return { timestamp: stockholmTimestamp({ date, time }), datetime: `${date} ${time}`, date, time };
}

function pick<T>(list: readonly T[], n: number): T {
  return list[n % list.length] as T;
}

/** A number that looks random but is the same for the same booking and question, so that nothing falls on the same days. */
function spread(n: number, question: number): number {
  const mixed = Math.imul((n + 1) * 64 + question, 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 8;
}

function participantsOf(n: number): Participant[] {
  if (n % 11 === 3) return [{ id: 900 + n, personid: null, firstname: 'Anonymous', lastname: '' }];
  const { personid, firstname, lastname } = pick(PRACTICE_PERSONS, n * 5 + 5);
  const first = { id: 900 + n, personid, firstname, lastname };
  if (n % 13 === 6) return [];
  return n % 9 === 4 ? [first, { id: 5900 + n, personid: null, firstname: 'John', lastname: 'Doe' }] : [first];
}

function bookingAt(n: number, today: string, order: { id: number; number: string }): PracticeBooking {
  const date = addDays(today, FIRST_DAY + (n % DAYS));
  const hour = 8 + (spread(n, 1) % 9);
  const minute = spread(n, 2) % 2 === 0 ? '00' : '30';
  const isInspection = spread(n, 3) % 4 !== 0;
  const resources = isInspection ? [pick(ON_DUTY, spread(n, 18))] : [];
  if (!isInspection || spread(n, 5) % 3 === 0) resources.push(pick(ROOMS, spread(n, 6)));
  const booking: ServiceBooking = {
    id: 5001 + n,
    order: { ...order, preliminary: spread(n, 7) % 6 === 0 },
    businessunit: pick(PRACTICE_FACILITIES, spread(n, 8)),
    start: timePointAt(date, `${String(hour).padStart(2, '0')}:${minute}`),
    end: timePointAt(date, `${String(hour + 1).padStart(2, '0')}:${minute}`),
    product: isInspection ? pick(PRODUCTS.slice(1), spread(n, 9)) : PRODUCTS[0],
    resources,
    externalmessage: pick(EXTERNAL, spread(n, 10)),
    internalmessage: pick(INTERNAL, spread(n, 11)),
    participants: participantsOf(n),
  };
  return { booking, customer: spread(n, 12) % 5 < 3 ? PRACTICE_USER : 23, isAnonymous: n % 17 === 8 };
}

/** The bookings of a first start; with `count`, so many of the logged-on person, spread over the same days. `now` is epoch ms. */
export function practiceBookings(now: number, count?: number): PracticeBooking[] {
  const today = stockholmToday(now);
  if (count !== undefined) {
    const numbered = (n: number) => ({ id: 487 + n, number: String(300 + n) });
    return Array.from({ length: count }, (_, n) => ({ ...bookingAt(n, today, numbered(n)), customer: PRACTICE_USER }));
  }
  return Array.from({ length: SEEDED }, (_, n) => {
    const place = n % PRACTICE_ORDERS.length;
    return bookingAt(n, today, { id: 487 + place, number: pick(PRACTICE_ORDERS, place).internalOrderRef });
  });
}
