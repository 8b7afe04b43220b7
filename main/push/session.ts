// One BasicPSF session for one push: opened once, renewed at most once, and never left without a DELETE.
// A session that is left open blocks a slot of the server for 15 minutes, and enough of them block everybody (code 812).
import type { Failure } from '../../shared/failure.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { Connection } from '../base/http.ts';
import type { Account, Log } from '../base/ports.ts';
import type { BasicPsf } from './basicpsf.ts';

/** When the program must end within seconds, a server that hangs gets no longer for the DELETE. */
const HURRIED_LOGOUT_MS = 1_500;

export interface Session {
  /** The token of the open session; opens one when none is. Callers at the same moment share one login. */
  readonly token: () => Promise<Result<string>>;
  /** Leaves a session that the server does not know any more, or has cut. One other may be opened; after it nobody signs in. */
  readonly lost: () => Promise<Result<void>>;
  /** Closes what is open. A session that cannot be closed, which is answered with why, ends by itself. */
  readonly close: () => Promise<Failure | null>;
}

/** Manages the session of one push with `account`. */
export function createSession(
  basicPsf: BasicPsf,
  account: () => Promise<Result<Account>>,
  log: Log,
  isHurried: () => boolean = () => false,
): Session {
  let opening: Promise<Result<string>> | null = null;
  let losses = 0;

  async function open(): Promise<Result<string>> {
    if (losses > 1) return fail<Failure>({ kind: 'session-lost' });
    const who = await account();
    if (!who.ok) return who;
    return basicPsf.logIn(who.value);
  }

  /** A DELETE that was cut may not have arrived, so it is sent once more, unless the server asked to be left alone. */
  async function close(): Promise<Failure | null> {
    const opened = await opening;
    opening = null;
    if (opened === null || !opened.ok) return null;
    let closed = await basicPsf.logOut(opened.value, isHurried() ? HURRIED_LOGOUT_MS : undefined);
    if (!closed.ok && !('retryAfterMs' in closed.failure) && !isHurried()) closed = await basicPsf.logOut(opened.value);
    if (closed.ok) return null;
    log('warning', 'a BasicPSF session could not be closed', { failure: closed.failure.kind });
    return closed.failure;
  }

  return {
    token: () => {
      opening ??= open();
      return opening;
    },
    lost: async () => {
      losses += 1;
      await close();
      return losses > 1 ? fail<Failure>({ kind: 'session-lost' }) : { ok: true, value: undefined };
    },
    close,
  };
}

/** Once `isHurried`, nothing new is begun; only what is open is closed. */
export function onlyDeletesOnce(isHurried: () => boolean, connection: Connection): Connection {
  return {
    request: async (wanted) =>
      isHurried() && wanted.method !== 'DELETE' ? fail({ kind: 'session-lost' }) : connection.request(wanted),
    close: connection.close,
  };
}
