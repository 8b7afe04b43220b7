// What each call of the Data API checks and does, in FileMaker's order: who is asking, which layout, which script, which parameter.
// Checks happen when a request arrives; the work is handed back, so that a slow server can do it later.
import type { BookingResultDraft } from '../../shared/booking-result.ts';
import type { Route } from './basicpsf-routes.ts';
import {
  lastErrorOf,
  NOT_JSON,
  type PracticeRecord,
  runBookingResultsScript,
  type UnknownOrders,
} from './booking-results-script.ts';
import {
  type Answer,
  BAD_REQUEST,
  fileMakerError,
  LOGIN_WITHOUT_CREDENTIALS,
  LOGOUT_ANSWER,
  layoutAnswer,
  loginAnswer,
  namesAnswer,
  PRODUCT_INFO_ANSWER,
  UNKNOWN_PATH,
  validateSessionAnswer,
  WRONG_METHOD,
} from './filemaker-answers.ts';
import { find } from './find-request.ts';
import type { PracticeSession, Sessions } from './sessions.ts';

const LAYOUT = 'QC_Booking';
const SCRIPT = 'CLIV Booking Results Batch';

/** An account that may sign in. */
export interface PracticeAccount {
  readonly username: string;
  readonly password: string;
}

/** What the calls work on; read anew for every call, because tests turn the knobs while the server runs. */
export interface CallContext {
  readonly sessions: Sessions;
  /** Null lets everybody in. */
  readonly accounts: readonly PracticeAccount[] | null;
  /** The records of a database by the name as configured, or undefined when there is no such database. */
  readonly recordsOf: (database: string) => Map<string, PracticeRecord> | undefined;
  readonly now: () => number;
  readonly maxSessions: number;
  readonly unknownOrders: UnknownOrders;
  /** The API page says 404 for a wrong script name, Claris' rule says 500. */
  readonly wrongScriptStatus: 404 | 500;
  /** A `script.param` that is no JSON: refused with 400 as the API page says, or run, as FileMaker itself would. */
  readonly unreadableParam: 'refused' | 'run';
  /** Whether the account may find on the layout. */
  readonly mayFind: boolean;
  /** What is on the layout, by FileMaker's names. */
  readonly fieldsOnLayout: readonly string[];
  /** How many records each order has; one, unless somebody entered it twice. */
  readonly copies: number;
  /** A sign-in whose Content-Type names a charset is refused, as FileMaker 18 did. */
  readonly refusesCharset: boolean;
}

/** One call as it arrived. */
export interface Call {
  readonly route: Route;
  readonly authorization: string | undefined;
  readonly contentType: string;
  readonly body: string;
  /** The session of its token, if that is valid. */
  readonly session: PracticeSession | null;
  /** The results in `script.param`; null when it is not JSON. */
  readonly batch: readonly BookingResultDraft[] | null;
}

/** A refusal, known at once; or the work that is to be done, with what it answers. */
export type Prepared = Answer | (() => Answer | { readonly scriptResult: string; readonly scriptError: string });

/** Checks a call and prepares its work. */
export function prepare(call: Call, context: CallContext): Prepared {
  switch (call.route.kind) {
    case 'login':
      return prepareLogin(call, context);
    case 'logout':
      return () => (context.sessions.close(call.route.token, call.route.database) ? LOGOUT_ANSWER : fileMakerError('952'));
    case 'script':
      return prepareScript(call, context);
    case 'find':
      return prepareFind(call, context);
    case 'layout':
      return prepareLayout(call, context);
    case 'validateSession': {
      const { session } = call;
      return session ? () => validateSessionAnswer(session.running > 0) : withoutSession(call);
    }
    case 'productInfo':
      return PRODUCT_INFO_ANSWER;
    case 'layouts':
    case 'scripts':
      return prepareNames(call, context);
    case 'method':
      return WRONG_METHOD;
    case 'other':
      return UNKNOWN_PATH;
  }
}

function prepareLogin(call: Call, context: CallContext): Prepared {
  if (!/^application\/json\s*(;|$)/i.test(call.contentType)) return fileMakerError('960', 'Unsupported media type', 415);
  if (context.refusesCharset && /charset/i.test(call.contentType)) return BAD_REQUEST;
  if (call.body !== '' && !isJson(call.body)) return fileMakerError('960');
  const account = accountFrom(call.authorization);
  if (!account) return LOGIN_WITHOUT_CREDENTIALS;
  if (!context.recordsOf(call.route.database)) return fileMakerError('802');
  const known = context.accounts?.some((a) => a.username === account.username && a.password === account.password) ?? true;
  if (!known) return fileMakerError('212');
  return () => {
    const session = context.sessions.open(call.route.database, context.maxSessions);
    return session ? loginAnswer(session.token) : fileMakerError('812');
  };
}

function prepareLayout(call: Call, context: CallContext): Prepared {
  if (!context.recordsOf(call.route.database)) return fileMakerError('802');
  if (call.session?.database !== call.route.database) return withoutSession(call);
  return call.route.layout === LAYOUT ? layoutAnswer(context.fieldsOnLayout) : fileMakerError('105');
}

/** The one layout, or the one script. */
function prepareNames(call: Call, context: CallContext): Prepared {
  if (!context.recordsOf(call.route.database)) return fileMakerError('802');
  if (call.session?.database !== call.route.database) return withoutSession(call);
  return call.route.kind === 'layouts' ? namesAnswer('layouts', LAYOUT) : namesAnswer('scripts', SCRIPT);
}

function prepareFind(call: Call, context: CallContext): Prepared {
  const { database, layout } = call.route;
  const records = context.recordsOf(database);
  if (!records) return fileMakerError('802');
  if (call.session?.database !== database) return withoutSession(call);
  if (layout !== LAYOUT) return fileMakerError('105');
  if (!/^application\/json\s*(;|$)/i.test(call.contentType)) return fileMakerError('960', 'Unsupported media type', 415);
  return () => (context.mayFind ? find(call.body, { ...context, records }) : fileMakerError('9'));
}

function prepareScript(call: Call, context: CallContext): Prepared {
  const { database, layout, script, param } = call.route;
  const records = context.recordsOf(database);
  if (!records) return fileMakerError('802');
  if (call.session?.database !== database) return withoutSession(call);
  if (layout !== LAYOUT) return fileMakerError('105');
  if (script !== SCRIPT) return fileMakerError('104', undefined, context.wrongScriptStatus);
  if (param === null) return fileMakerError('958');
  const { batch } = call;
  if (!batch)
    return context.unreadableParam === 'refused' ? fileMakerError('960') : () => ({ scriptResult: NOT_JSON, scriptError: '0' });
  return () => {
    const summary = runBookingResultsScript(batch, { ...context, records });
    return { scriptResult: JSON.stringify(summary), scriptError: lastErrorOf(summary) };
  };
}

/** Nobody asked, or somebody whose token is not, or no longer, valid for this spelling of the database. */
function withoutSession(call: Call): Answer {
  return fileMakerError(call.authorization === undefined ? '10' : '952');
}

function accountFrom(authorization: string | undefined): PracticeAccount | null {
  const encoded = authorization?.match(/^Basic\s+(\S+)$/i)?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? { username: text, password: '' } : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
