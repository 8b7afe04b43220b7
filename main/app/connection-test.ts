// "Test connection": signs in and out once and says in one sentence how it went.
import { connect } from '../base/http.ts';
import type { Account, Clock } from '../base/ports.ts';
import { createBasicPsf } from '../push/basicpsf.ts';
import { sentenceOf } from './sentence.ts';

export interface ConnectionAnswer {
  readonly works: boolean;
  readonly sentence: string;
}

/** Opens a session at `baseUrl` and closes it again. Nothing is sent and nothing is changed there. */
export async function testConnection(
  baseUrl: string,
  database: string,
  account: Account,
  clock: Clock,
): Promise<ConnectionAnswer> {
  const connection = connect(baseUrl, clock);
  try {
    const basicPsf = createBasicPsf(connection, baseUrl, database, clock);
    const token = await basicPsf.logIn(account);
    if (!token.ok) return { works: false, sentence: sentenceOf(token.failure) };
    const layout = await basicPsf.findLayout(token.value);
    const closed = await basicPsf.logOut(token.value);
    // An account may run the script without being allowed to read descriptions; only a missing layout is a fault.
    if (!layout.ok && layout.failure.kind === 'layout-missing') return { works: false, sentence: sentenceOf(layout.failure) };
    if (!closed.ok)
      return {
        works: true,
        sentence: `Signing in to ${database} works, but the session could not be closed: ${sentenceOf(closed.failure)}`,
      };
    return { works: true, sentence: `All well: signed in to ${database} as ${account.username} and out again.` };
  } finally {
    connection.close();
  }
}
