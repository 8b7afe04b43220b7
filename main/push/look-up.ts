// What BasicPSF holds for some orders: found in groups of a hundred inside one session, which is closed in every exit.
// The rule it keeps: it answers with what it saw or with why it saw nothing, and it changes nothing there.
import type { Failure } from '../../shared/failure.ts';
import type { HeldFields, HeldOrder } from '../../shared/held-order.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { type Connection, type HttpAnswer, httpDate } from '../base/http.ts';
import type { Account, Clock, Log } from '../base/ports.ts';
import { scrubFailure } from '../base/secrets.ts';
import { type BasicPsf, createBasicPsf } from './basicpsf.ts';
import { findBody, MOST_REFERENCES, matched, nearBody, type Records, recordsFrom } from './find.ts';
import { createSession } from './session.ts';

/** By how much the server's clock is ahead of ours, ms: somewhere between the two. */
export interface ClockAhead {
  readonly least: number;
  readonly most: number;
}

/** Where the server names no time its clock is believed to be this near. */
const UNKNOWN_AHEAD: ClockAhead = { least: -120_000, most: 120_000 };

export interface LookedUp {
  /** Every reference that was asked for. */
  readonly orders: ReadonlyMap<string, HeldOrder | 'absent'>;
  readonly ahead: ClockAhead;
  /** When it was looked up, epoch ms of this computer. */
  readonly at: number;
}

/** How fields are called there, and in which zone its clock shows. */
export interface LookUpManner {
  readonly fields: HeldFields;
  readonly timeZone: string;
}

/** Between the second that a `Date` header names and the next, as seen between asking and being answered. */
function aheadBy({ headers }: HttpAnswer, askedAt: number, answeredAt: number): ClockAhead {
  const shown = httpDate(headers.date ?? '');
  return shown === null ? UNKNOWN_AHEAD : { least: shown - answeredAt, most: shown + 1000 - askedAt };
}

function both(one: ClockAhead | null, other: ClockAhead): ClockAhead {
  return one === null ? other : { least: Math.min(one.least, other.least), most: Math.max(one.most, other.most) };
}

/** Looks up at most a hundred orders with the session of `token`. An answer that was cut by its limit or its size is asked in halves. */
export async function lookUpWith(
  basicPsf: Pick<BasicPsf, 'find'>,
  token: string,
  references: readonly string[],
  manner: LookUpManner,
  clock: Pick<Clock, 'now' | 'monotonic'>,
): Promise<Result<LookedUp>> {
  const before = clock.monotonic();
  const answered = await basicPsf.find(token, findBody(references, manner.fields));
  const at = clock.now();
  const halve = async (failure: Failure): Promise<Result<LookedUp>> => {
    if (references.length === 1) return fail(failure);
    const middle = Math.ceil(references.length / 2);
    const first = await lookUpWith(basicPsf, token, references.slice(0, middle), manner, clock);
    if (!first.ok) return first;
    const second = await lookUpWith(basicPsf, token, references.slice(middle), manner, clock);
    return second.ok ? ok(joined(first.value, second.value)) : second;
  };
  if (!answered.ok) return answered.failure.kind === 'answer-too-large' ? halve(answered.failure) : answered;
  const records = recordsFrom(answered.value, references.length, manner, at);
  if (!records.ok) return fail(scrubFailure(records.failure));
  if (!records.value.isWhole) return halve({ kind: 'answer-unusable', why: 'too many records have this reference' });
  const ahead = aheadBy(answered.value, at - (clock.monotonic() - before), at);
  return ok({ orders: matched(references, records.value.held), ahead, at });
}

function joined(one: LookedUp, other: LookedUp): LookedUp {
  return { orders: new Map([...one.orders, ...other.orders]), ahead: both(one.ahead, other.ahead), at: one.at };
}

export interface LookUpPorts {
  readonly connect: (baseUrl: string) => Connection;
  readonly clock: Clock;
  readonly log: Log;
  readonly baseUrl: () => string;
  readonly database: string;
  readonly account: () => Promise<Result<Account>>;
  /** How to ask, or null where looking up is switched off. */
  readonly manner: () => LookUpManner | null;
}

export interface LookUpWays {
  /** Aborted when nobody wants the answer any more; what was found until then is answered. */
  readonly signal?: AbortSignal | undefined;
  /** Hears how many orders have been looked up. */
  readonly progress?: ((done: number) => void) | undefined;
}

export interface LookUps {
  /** Every reference with what BasicPSF holds for it, or why nothing could be looked up. */
  readonly lookUp: (references: readonly string[], how?: LookUpWays) => Promise<Result<LookedUp>>;
  /** For each of these, references that BasicPSF does know and that differ from it in one character, the likeliest first. */
  readonly near: (references: readonly string[]) => Promise<Result<ReadonlyMap<string, readonly string[]>>>;
}

/** Looks orders up beside the pushes, each time in a session of its own. */
export function createLookUps(ports: LookUpPorts): LookUps {
  const { clock, log } = ports;

  /** One session for all of `work`; one that the server lost meanwhile is renewed once. */
  async function signedIn<T>(work: (ask: Asking) => Promise<Result<T>>): Promise<Result<T>> {
    const manner = ports.manner();
    if (manner === null) return fail({ kind: 'look-up-off' });
    const baseUrl = ports.baseUrl();
    const connection = ports.connect(baseUrl);
    const basicPsf = createBasicPsf(connection, baseUrl, ports.database, clock);
    const session = createSession(basicPsf, ports.account, log);
    const again = async <A>(ask: (token: string) => Promise<Result<A>>): Promise<Result<A>> => {
      for (;;) {
        const token = await session.token();
        if (!token.ok) return token;
        const answered = await ask(token.value);
        if (answered.ok) return answered;
        if (answered.failure.kind !== 'session-lost' && answered.failure.kind !== 'session-cut') return answered;
        const renewed = await session.lost();
        if (!renewed.ok) return answered;
      }
    };
    try {
      return await work({ basicPsf, manner, again });
    } finally {
      await session.close();
      connection.close();
    }
  }

  return {
    lookUp: (references, { signal, progress } = {}) =>
      signedIn(async ({ basicPsf, manner, again }) => {
        const wanted = [...new Set(references)];
        let all: LookedUp = { orders: new Map(), ahead: UNKNOWN_AHEAD, at: clock.now() };
        for (let from = 0; from < wanted.length && signal?.aborted !== true; from += MOST_REFERENCES) {
          const some = wanted.slice(from, from + MOST_REFERENCES);
          const found = await again((token) => lookUpWith(basicPsf, token, some, manner, clock));
          if (!found.ok) return found;
          all = from === 0 ? found.value : joined(all, found.value);
          progress?.(Math.min(wanted.length, from + MOST_REFERENCES));
        }
        return ok(all);
      }),

    near: (references) =>
      signedIn(async ({ basicPsf, manner, again }) => {
        const near = new Map<string, readonly string[]>();
        for (const reference of references) {
          const found = await again(async (token): Promise<Result<Records>> => {
            const answered = await basicPsf.find(token, nearBody(reference, manner.fields));
            return answered.ok ? recordsFrom(answered.value, 1, manner, clock.now()) : answered;
          });
          if (!found.ok) return fail(scrubFailure(found.failure));
          near.set(reference, likeliest(reference, found.value));
        }
        return ok(near);
      }),
  };
}

/** Other capitals alone come first; then of the same length: a digit that was mistyped is likelier than one that was lost. */
function likeliest(reference: string, { held }: Records): string[] {
  const near = new Set(held.map(({ internalOrderRef }) => internalOrderRef));
  near.delete(reference);
  const distance = (one: string): number =>
    one.toLowerCase() === reference.toLowerCase() ? -1 : Math.abs(one.length - reference.length);
  return [...near].sort((a, b) => distance(a) - distance(b) || (a < b ? -1 : 1));
}

interface Asking {
  readonly basicPsf: BasicPsf;
  readonly manner: LookUpManner;
  readonly again: <A>(ask: (token: string) => Promise<Result<A>>) => Promise<Result<A>>;
}
