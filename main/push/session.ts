// One BasicPSF session for one push: opened once, renewed at most once, always closed.
// A session that is left open blocks a slot of the server for 15 minutes, and enough of them block everybody (code 812).
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Account, Log } from '../base/ports.ts';
import type { BasicPsf } from './basicpsf.ts';

export interface Session {
  /** The token of the open session; opens one when none is. Callers at the same moment share one login. */
  readonly token: () => Promise<Result<string>>;
  /** Tells that the server does not know the token any more. One renewal is allowed; after it the answer is the failure. */
  readonly lost: () => Result<void>;
  /** Closes what is open. Never fails: a session that cannot be closed ends by itself. */
  readonly close: () => Promise<void>;
}

/** Manages the session of one push with `account`. */
export function createSession(basicPsf: BasicPsf, account: () => Promise<Result<Account>>, log: Log): Session {
  let opening: Promise<Result<string>> | null = null;
  let renewed = false;

  async function open(): Promise<Result<string>> {
    const who = await account();
    if (!who.ok) return who;
    return basicPsf.logIn(who.value);
  }

  return {
    token: () => {
      opening ??= open();
      return opening;
    },
    lost: () => {
      if (renewed) return fail<Failure>({ kind: 'session-lost' });
      renewed = true;
      opening = null;
      return ok(undefined);
    },
    close: async () => {
      const opened = await opening;
      opening = null;
      if (opened === null || !opened.ok) return;
      const closed = await basicPsf.logOut(opened.value);
      if (!closed.ok) log('warning', 'a BasicPSF session could not be closed', { failure: closed.failure.kind });
    },
  };
}
