// What was asked for on the command line, checked before anything is opened.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isCalendarDate } from '../../shared/booking-result.ts';
import { whyNoWindow } from '../../shared/booking-view.ts';
import { ITEM_STATES, type ItemState } from '../../shared/outbox-item.ts';
import type { ReadingChoice } from '../../shared/reading.ts';
import { BOOKING_MODES, type BookingFilter } from '../../shared/service-booking.ts';
import { ENVIRONMENTS, type Environment, isSafeBaseUrl } from '../../shared/settings.ts';
import { addDays, stockholmToday } from '../../shared/stockholm-time.ts';
import { defaultHome } from '../base/home.ts';
import { choiceFrom, READING_OPTIONS } from './reading-choice.ts';

export const USAGE = `Booking Courier on the command line

  push FILE...   queues the results of CSV files and sends everything that is due, once
  retry          makes everything waiting or unconfirmed due now and sends it, once
  status         says what is waiting, delivered and refused
  export         writes the outbox as CSV
  bookings       lists the service bookings of BRP; asks BRP first, and prints the last list when it is away

  verify         says whether BasicPSF still holds what was delivered today, or since a day; sends nothing

  settings       with --check [FILE], says whether a settings file can be used, without using it
  restore        brings back the backup that is offered after the outbox was damaged or lost
  dismiss        goes on without it; the backup is kept

  --environment practice|test|production   instead of the one in the settings; Production must be said
  --base-url URL       another BasicPSF server, https only (http on this machine)
  --home DIR           another folder than the usual one
  --json               one JSON object instead of sentences (all but export)
  --wait SECONDS       goes on with the usual pauses until all is settled or the time is over (push, retry)
  --accept-remarks     queues files about which something is not certain too; never those that ask something (push)
  --encoding NAME, --delimiter NAME, --date-order ORDER, --header-row NUMBER, --sheet NAME, --hidden keep|skip
                       how the files are read, where they do not say it by themselves (push)
  --state STATE        only results in this state; may be repeated (export)
  --since DAY          delivered since the morning of that day, YYYY-MM-DD (verify)
  --output FILE        into this file instead of standard output (export, bookings)
  --from DAY --to DAY  the first and the last day, YYYY-MM-DD; today and six days on when left out (bookings)
  --mode mine|shifts|resource|order        whose bookings; resource needs a level 3 key (bookings)
  --resource ID, --order ID                which resource, or which order, by BRP's ID (bookings)
  --facility ID        only in this facility; may be repeated (bookings)
  --search WORDS       only with all these words (bookings)
  --csv                as CSV instead of sentences (bookings)
  --help

Exit code: 70 something unexpected; 64 nothing could be done: usage, the settings, this computer, or a file that cannot be
read, or in more than one way; 2 something is still waiting or unconfirmed, or the outbox
was damaged or lost and nobody has said restore or dismiss yet; 1 some rows need a person, or a file waits for one; 0 everything delivered or unchanged. For bookings: 2 BRP could not be asked, and the last list was
printed; 1 a person must act first; 0 the list is fresh. For verify: 2 BasicPSF could not be looked at; 1 some differ; 0 all agree.`;

export const COMMANDS = ['push', 'retry', 'status', 'export', 'bookings', 'verify', 'settings', 'restore', 'dismiss'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Request {
  readonly command: Command;
  readonly files: readonly string[];
  readonly environment: Environment | undefined;
  readonly baseUrl: string | undefined;
  readonly home: string;
  readonly json: boolean;
  readonly waitMs: number;
  /** Whether files about which something is not certain are queued all the same. */
  readonly acceptRemarks: boolean;
  /** How the files are read, as far as the command says it. */
  readonly choice: ReadingChoice;
  readonly states: readonly ItemState[];
  readonly output: string | undefined;
  readonly csv: boolean;
  /** From when on `verify` looks, epoch ms; null is today. */
  readonly sinceAt: number | null;
  /** What `bookings` lists; null for every other command. */
  readonly bookings: BookingFilter | null;
}

/** A request, `help`, or what is wrong with the arguments in one sentence. */
export type Parsed =
  | { readonly kind: 'request'; readonly request: Request }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly why: string };

const OPTIONS = {
  environment: { type: 'string' },
  'base-url': { type: 'string' },
  home: { type: 'string' },
  json: { type: 'boolean' },
  wait: { type: 'string' },
  'accept-remarks': { type: 'boolean' },
  encoding: { type: 'string' },
  delimiter: { type: 'string' },
  'date-order': { type: 'string' },
  'header-row': { type: 'string' },
  sheet: { type: 'string' },
  hidden: { type: 'string' },
  state: { type: 'string', multiple: true },
  output: { type: 'string' },
  since: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  mode: { type: 'string' },
  resource: { type: 'string' },
  order: { type: 'string' },
  facility: { type: 'string', multiple: true },
  search: { type: 'string' },
  csv: { type: 'boolean' },
  check: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Which commands an option means something for; the others refuse it rather than ignore it. */
const ONLY_FOR: Readonly<Partial<Record<keyof typeof OPTIONS, readonly Command[]>>> = {
  'base-url': ['push', 'retry', 'verify'],
  json: ['push', 'retry', 'status', 'bookings', 'verify', 'settings', 'restore', 'dismiss'],
  since: ['verify'],
  check: ['settings'],
  wait: ['push', 'retry'],
  'accept-remarks': ['push'],
  ...Object.fromEntries(READING_OPTIONS.map((name) => [name, ['push']])),
  state: ['export'],
  output: ['export', 'bookings'],
  from: ['bookings'],
  to: ['bookings'],
  mode: ['bookings'],
  resource: ['bookings'],
  order: ['bookings'],
  facility: ['bookings'],
  search: ['bookings'],
  csv: ['bookings'],
};

function oneOf<T extends string>(words: readonly T[], word: string): T | undefined {
  return words.find((known) => known === word);
}

/** Reads arguments as they came, without the program's own name. Paths are taken from the folder `from`. */
export function parseRequest(args: readonly string[], from: string = process.cwd()): Parsed {
  const wrong = (why: string): Parsed => ({ kind: 'wrong', why });
  let given: ReturnType<typeof read>;
  try {
    given = read(args);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = given;
  if (values.help === true) return { kind: 'help' };
  const [word = '', ...files] = positionals;
  const command = oneOf(COMMANDS, word);
  if (command === undefined) return wrong(word === '' ? 'Say what to do.' : `"${word}" is not something to do.`);
  for (const name of Object.keys(values) as (keyof typeof OPTIONS)[]) {
    if (ONLY_FOR[name]?.includes(command) === false) return wrong(`--${name} means nothing for ${command}.`);
  }
  if (command === 'push' && files.length === 0) return wrong('Name at least one CSV file to push.');
  if (command === 'settings' && (values.check !== true || files.length > 1))
    return wrong('Say settings --check, and one file at most.');
  if (command !== 'push' && command !== 'settings' && files.length > 0) return wrong(`${command} takes no files.`);
  const environment = values.environment === undefined ? undefined : oneOf(ENVIRONMENTS, values.environment);
  if (values.environment !== undefined && environment === undefined) {
    return wrong(`"${values.environment}" is no environment; there are ${ENVIRONMENTS.join(', ')}.`);
  }
  const baseUrl = values['base-url'];
  if (baseUrl !== undefined && !isSafeBaseUrl(baseUrl)) {
    return wrong('--base-url must be an https address with nothing but a host and a port (http on this machine only).');
  }
  const wait = values.wait ?? '0';
  if (!/^\d{1,6}(\.\d+)?$/.test(wait)) return wrong(`"${wait}" is not a number of seconds.`);
  const states = (values.state ?? []).map((state) => oneOf(ITEM_STATES, state));
  if (!states.every((state) => state !== undefined)) return wrong(`The states are ${ITEM_STATES.join(', ')}.`);
  const choice = choiceFrom(values);
  if (typeof choice === 'string') return wrong(choice);
  const bookings = command === 'bookings' ? bookingsAsked(values) : null;
  if (typeof bookings === 'string') return wrong(bookings);
  if (values.since !== undefined && !isCalendarDate(values.since))
    return wrong(`"${values.since}" is no day; write it YYYY-MM-DD.`);
  if (values.csv === true && values.json === true) return wrong('--csv and --json say two different things.');
  return {
    kind: 'request',
    request: {
      command,
      files: files.map((file) => resolve(from, file)),
      environment,
      baseUrl,
      home: values.home === undefined ? defaultHome() : resolve(from, values.home),
      json: values.json === true,
      waitMs: Number(wait) * 1000,
      acceptRemarks: values['accept-remarks'] === true,
      choice,
      states,
      csv: values.csv === true,
      // Without a zone it is the midnight of this computer.
      sinceAt: values.since === undefined ? null : new Date(`${values.since}T00:00:00`).getTime(),
      bookings,
      output: values.output === undefined ? undefined : resolve(from, values.output),
    },
  };
}

/** Which bookings are meant, or what is wrong in one sentence. */
function bookingsAsked(values: ReturnType<typeof read>['values']): BookingFilter | string {
  const today = stockholmToday(Date.now());
  const from = values.from ?? (values.to !== undefined && values.to < today ? values.to : today);
  const to = values.to ?? addDays(isCalendarDate(from) ? from : today, 6);
  const why = whyNoWindow(from, to).words;
  if (why !== '') return `${why} Days are written YYYY-MM-DD.`;
  const usual = values.resource !== undefined ? 'resource' : values.order !== undefined ? 'order' : 'mine';
  const mode = oneOf(BOOKING_MODES, values.mode ?? usual);
  if (mode === undefined) return `The modes are ${BOOKING_MODES.join(', ')}.`;
  const ids = [values.resource, values.order, ...(values.facility ?? [])].filter((text) => text !== undefined);
  if (!ids.every((text) => /^\d{1,15}$/.test(text))) return 'An ID is a whole number.';
  if (mode === 'resource' && values.resource === undefined) return '--mode resource needs --resource ID.';
  if (mode === 'order' && values.order === undefined) return '--mode order needs --order ID.';
  if (mode === 'mine' && values.resource !== undefined)
    return "The bookings of a resource are everybody's: leave --mode mine away, or say --mode shifts.";
  return {
    mode,
    from,
    to,
    facilities: (values.facility ?? []).map(Number),
    inspector: null,
    unreported: false,
    sort: 'time',
    search: (values.search ?? '').slice(0, 200),
    ...(values.resource === undefined ? {} : { resourceId: Number(values.resource) }),
    ...(values.order === undefined ? {} : { orderId: Number(values.order) }),
  };
}

function read(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
}
