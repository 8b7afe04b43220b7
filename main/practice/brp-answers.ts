// Answers of the Practice BRP, in both of its forms. XML as on the API page "servicebookings"; JSON as clients of its other
// lists read it: a wrapper that only repeats its children becomes an array, an empty text is null.
import type { BookedResource, Participant, ServiceBooking, TimePoint } from '../../shared/service-booking.ts';
import type { Answer } from './filemaker-answers.ts';

/** How a JSON list is wrapped: as an array, inside its XML names, or with a lone entry as a plain object. */
export type JsonShape = 'array' | 'nested' | 'single';

const XML_HEADERS = { 'Content-Type': 'text/xml;charset=UTF-8' };
const JSON_HEADERS = { 'Content-Type': 'application/json;charset=UTF-8' };

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

function text(value: string): string | null {
  return value === '' ? null : value;
}

function named(value: { id: number | null; name: string } | null): Json {
  return value === null ? null : { id: value.id, name: text(value.name) };
}

function timepoint(value: TimePoint | null): Json {
  return value === null ? null : { timepoint: { ...value } };
}

function resource({ id, name, type, isemployee, employee }: BookedResource): Json {
  return { id, name: text(name), type: text(type), isemployee, employee: named(employee) };
}

function participant({ id, personid, firstname, lastname }: Participant): Json {
  return { id, personid, firstname: text(firstname), lastname: text(lastname) };
}

function order(value: ServiceBooking['order']): Json {
  if (value === null) return null;
  const { id, number, preliminary } = value;
  return { id, number: /^(0|[1-9]\d{0,14})$/.test(number) ? Number(number) : text(number), preliminary };
}

function product(value: ServiceBooking['product']): Json {
  return value === null ? null : { id: value.id, name: text(value.name), number: text(value.number) };
}

/** A booking in the words of the API, parts in the order of the page. */
export function bookingAsJson(booking: ServiceBooking): { readonly [name: string]: Json } {
  return {
    id: booking.id,
    order: order(booking.order),
    businessunit: named(booking.businessunit),
    start: timepoint(booking.start),
    end: timepoint(booking.end),
    product: product(booking.product),
    resources: booking.resources.map(resource),
    externalmessage: text(booking.externalmessage),
    internalmessage: text(booking.internalmessage),
    participants: booking.participants.map(participant),
  };
}

// What a list's entries are called, where the name is not simply without its "s".
const ENTRIES: Readonly<Record<string, string>> = { resources: 'resource', participants: 'participant', errors: 'error' };
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

function element(name: string, value: Json): string {
  if (value === null || value === '') return `<${name}/>`;
  if (typeof value !== 'object')
    return `<${name}>${String(value).replace(/[&<>"\r]/g, (letter) => ESCAPES[letter] as string)}</${name}>`;
  const inside = isList(value)
    ? value.map((entry) => element(ENTRIES[name] ?? name, entry))
    : Object.entries(value).map(([inner, part]) => element(inner, part));
  return inside.length === 0 ? `<${name}/>` : `<${name}>${inside.join('')}</${name}>`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function xml(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
}

/** A list as XML. */
export function bookingsAsXml(bookings: readonly ServiceBooking[]): string {
  return xml(
    `<servicebookings>${bookings.map((one) => element('servicebooking', bookingAsJson(one))).join('')}</servicebookings>`,
  );
}

/** A list as JSON. */
export function bookingsAsJson(bookings: readonly ServiceBooking[], shape: JsonShape = 'array'): string {
  const list = bookings.map(bookingAsJson);
  if (shape === 'array') return JSON.stringify({ servicebookings: list });
  const [first] = list;
  const inner = shape === 'single' && list.length === 1 && first !== undefined ? first : list;
  return JSON.stringify({ servicebookings: list.length === 0 ? '' : { servicebooking: inner } });
}

/** A list of bookings, in the form of the extension that was asked. */
export function listAnswer(format: 'xml' | 'json', bookings: readonly ServiceBooking[], shape: JsonShape): Answer {
  if (format === 'xml') return { status: 200, headers: XML_HEADERS, body: bookingsAsXml(bookings) };
  return { status: 200, headers: JSON_HEADERS, body: bookingsAsJson(bookings, shape) };
}

/** One booking after a change: alone in its wrapper, or "the same as the listing". */
export function changedAnswer(booking: ServiceBooking, wrapped: boolean): Answer {
  const body = wrapped ? JSON.stringify({ servicebooking: bookingAsJson(booking) }) : bookingsAsJson([booking]);
  return { status: 200, headers: JSON_HEADERS, body };
}

/** BRP's own error: always in English, with what it looked at in `debuginfo`. */
export function errorAnswer(format: 'xml' | 'json', status: number, code: number, message: string, debuginfo: string): Answer {
  const errors = [{ code, message, debuginfo: text(debuginfo) }];
  if (format === 'xml') return { status, headers: XML_HEADERS, body: xml(element('errors', errors)) };
  return { status, headers: JSON_HEADERS, body: JSON.stringify({ errors }) };
}
