// What the two calls of the Practice BRP check and do, by the rules of the API page "servicebookings": who is asking, with which
// key, for whom; then the list by its filters, or the change by its parameters.
import { addDays, stockholmToday } from '../../shared/stockholm-time.ts';
import { changedAnswer, errorAnswer, type JsonShape, listAnswer } from './brp-answers.ts';
import { PRACTICE_PERSONS, PRACTICE_USER, type PracticeBooking } from './brp-bookings.ts';
import type { Answer } from './filemaker-answers.ts';

/** What a test may turn while the server runs. */
export interface BrpRules {
  /** Whether "after" and "before" leave the days themselves out; the API page does not say. */
  datesAreExclusive: boolean;
  jsonShape: JsonShape;
  /** A key that may not write answers 403. */
  keysAreReadOnly: boolean;
  /** An old installation takes the two messages and does nothing with them. */
  ignoresMessages: boolean;
  changedAnswer: 'booking' | 'list' | 'empty';
  /** What becomes of a text that is written: cut, escaped, in fewer letters, with other line ends. */
  keeps: (text: string) => string;
  /** How a list is written down at last: with prefixes, without escaping. */
  writes: (body: string) => string;
  /** In which letters answers are sent, and whether Content-Type says so beside XML. */
  letters: { readonly encoding: BufferEncoding; readonly charset: string; readonly inHeader: boolean };
  /** Whether a level 3 key needs an account, as the API page says of the list; refused without. */
  level3NeedsAccount: boolean;
  /** Quotes the whole query in `debuginfo`, as an unfriendly server might. */
  quotesQuery: boolean;
}

export interface BrpContext {
  readonly bookings: readonly PracticeBooking[];
  /** The level of each API key. */
  readonly keys: Readonly<Record<string, 1 | 2 | 3>>;
  readonly account: { readonly username: string; readonly password: string };
  readonly now: () => number;
  readonly rules: BrpRules;
}

/** One request as it arrived. */
export interface BrpCall {
  readonly method: string;
  readonly format: 'xml' | 'json';
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CHANGEABLE = ['participantfirstname', 'participantlastname', 'internalmessage', 'externalmessage'] as const;

/** Carries out one call. */
export function answerBrpCall(call: BrpCall, context: BrpContext): Answer {
  const { rules } = context;
  const refuse = (status: number, code: number, message: string, field: string): Answer =>
    errorAnswer(
      call.format,
      status,
      code,
      message,
      rules.quotesQuery ? `query=${call.query} ${call.authorization}` : `field=${field}`,
    );

  const level = context.keys[call.query.get('apikey') ?? ''];
  if (level === undefined) return refuse(401, 1002, 'Invalid API key', 'apikey');
  const { username, password } = context.account;
  const expected = `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
  const isLetIn = call.authorization === undefined ? level === 3 && !rules.level3NeedsAccount : call.authorization === expected;
  if (!isLetIn) return { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="BRP"' }, body: '' };
  const personid = call.query.get('personid');
  let person = PRACTICE_USER;
  if (level === 3) {
    if (personid !== null && !PRACTICE_PERSONS.some((one) => String(one.personid) === personid)) {
      return refuse(400, 1001, 'Invalid parameter, personid', 'personid');
    }
    if (personid === null && (call.method === 'PUT' || !call.query.has('resourceid'))) {
      return refuse(400, 1001, 'Missing parameter, personid', 'personid');
    }
    person = Number(personid ?? 0);
  } else {
    if (personid !== null) return refuse(400, 1001, 'personid must only be provided with an API key of level 3', 'personid');
    if (call.query.has('resourceid')) return refuse(403, 1003, 'Not allowed with this API key', 'resourceid');
  }
  if (call.method === 'PUT')
    return rules.keysAreReadOnly ? refuse(403, 1003, 'Not allowed with this API key', 'apikey') : change(call, context, refuse);
  return list(call, context, person, refuse);
}

type Refuse = (status: number, code: number, message: string, field: string) => Answer;

function list({ query, format }: BrpCall, { bookings, rules, now }: BrpContext, person: number, refuse: Refuse): Answer {
  const today = stockholmToday(now());
  const startdate = query.get('startdate') ?? today;
  const enddate = query.get('enddate') ?? addDays(today, 14);
  if (!DAY.test(startdate)) return refuse(400, 1001, 'Invalid parameter, startdate', 'startdate');
  if (!DAY.test(enddate)) return refuse(400, 1001, 'Invalid parameter, enddate', 'enddate');
  const units = query.get('businessunitids')?.split(',');
  const resourceid = query.get('resourceid');
  const orderid = query.get('orderid');
  const isShift = query.get('showallocated') === 'true';
  const found = bookings.filter(({ booking, customer }) => {
    const { date } = booking.start;
    if (rules.datesAreExclusive ? date <= startdate || date >= enddate : date < startdate || date > enddate) return false;
    if (units !== undefined && !units.includes(String(booking.businessunit?.id))) return false;
    if (orderid !== null && String(booking.order?.id) !== orderid) return false;
    if (resourceid !== null && !booking.resources.some(({ id }) => String(id) === resourceid)) return false;
    if (isShift) return booking.resources.some(({ employee }) => employee?.id === person);
    return resourceid !== null || customer === person;
  });
  const answer = listAnswer(
    format,
    found.map(({ booking }) => booking),
    rules.jsonShape,
  );
  return inLetters({ ...answer, body: rules.writes(answer.body) }, rules);
}

/** An answer in the letters of the rules; in XML the declaration says so too. */
function inLetters(answer: Answer, { letters: { encoding, charset, inHeader } }: BrpRules): Answer {
  const type = (answer.headers['Content-Type'] ?? '').split(';')[0];
  const headers = { 'Content-Type': inHeader ? `${type};charset=${charset}` : `${type}` };
  return { ...answer, headers, encoding, body: answer.body.replace('encoding="UTF-8"', `encoding="${charset}"`) };
}

function change({ body }: BrpCall, { bookings, rules }: BrpContext, refuse: Refuse): Answer {
  const given = parsed(body);
  if (given === null || given.id === undefined) return refuse(400, 1001, 'Missing parameter, id', 'id');
  const kept = bookings.find(({ booking }) => booking.id === given.id);
  if (kept === undefined) return refuse(404, 1004, 'Service booking not found', 'id');
  if (kept.isAnonymous && given.anonymous !== true)
    return refuse(400, 1005, 'Parameter anonymous is required for an anonymous order', 'anonymous');
  for (const name of CHANGEABLE) {
    if (given[name] !== undefined && typeof given[name] !== 'string')
      return refuse(400, 1001, `Invalid parameter, ${name}`, name);
  }
  const { booking } = kept;
  const [first, ...others] = booking.participants;
  const id = first?.id ?? 20_000 + booking.id;
  if (given.participantid !== undefined) {
    const person = PRACTICE_PERSONS.find(({ personid }) => personid === given.participantid);
    if (person === undefined) return refuse(400, 1001, 'Invalid parameter, participantid', 'participantid');
    booking.participants = [{ id, ...person }, ...others];
  } else if (given.participantfirstname !== undefined || given.participantlastname !== undefined) {
    const firstname = (given.participantfirstname as string | undefined) ?? first?.firstname ?? '';
    const lastname = (given.participantlastname as string | undefined) ?? first?.lastname ?? '';
    booking.participants = [{ id, personid: null, firstname, lastname }, ...others];
  }
  if (!rules.ignoresMessages) {
    for (const name of ['internalmessage', 'externalmessage'] as const) {
      if (given[name] !== undefined) booking[name] = rules.keeps(given[name] as string);
    }
  }
  if (rules.changedAnswer === 'empty') return { status: 200, headers: {}, body: '' };
  return changedAnswer(booking, rules.changedAnswer === 'booking');
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
