// "Test connection": signs in and out once and says in one sentence how it went, and in one line whether orders can be looked up.
import { connect } from '../base/http.ts';
import type { Account, Clock } from '../base/ports.ts';
import { type BasicPsf, createBasicPsf } from '../push/basicpsf.ts';
import { type LookUpManner, lookUpWith } from '../push/look-up.ts';
import { sentenceOf } from './sentence.ts';

export interface ConnectionAnswer {
  readonly works: boolean;
  readonly sentence: string;
  /** Empty when it was not tried. */
  readonly lookUp: string;
}

/** No order has it, so that a find for it shows what the account may do and nothing else. */
const NO_ORDER = 'Booking Courier connection test';

/**
 * Opens a session at `baseUrl` and closes it again. Nothing is sent and nothing is changed there. `manner` is how orders are
 * looked up, `isOn` whether they are.
 */
export async function testConnection(
  baseUrl: string,
  database: string,
  account: Account,
  clock: Clock,
  { manner, isOn }: { readonly manner: LookUpManner; readonly isOn: boolean },
): Promise<ConnectionAnswer> {
  const connection = connect(baseUrl, clock);
  try {
    const basicPsf = createBasicPsf(connection, baseUrl, database, clock);
    const token = await basicPsf.logIn(account);
    if (!token.ok) return { works: false, sentence: sentenceOf(token.failure), lookUp: '' };
    const layout = await basicPsf.layoutFields(token.value);
    const isThere = layout.ok || layout.failure.kind !== 'layout-missing';
    const fields = layout.ok ? layout.value : [];
    const lookUp = isThere ? await lookUpLine(basicPsf, token.value, fields, manner, isOn, clock) : '';
    const closed = await basicPsf.logOut(token.value);
    // An account may run the script without being allowed to read descriptions; only a missing layout is a fault.
    if (!layout.ok && !isThere) return { works: false, sentence: sentenceOf(layout.failure), lookUp };
    const sentence = closed.ok
      ? `All well: signed in to ${database} as ${account.username} and out again.`
      : `Signing in to ${database} works, but the session could not be closed: ${sentenceOf(closed.failure)}`;
    return { works: true, sentence, lookUp };
  } finally {
    connection.close();
  }
}

/** Whether this account can look orders up, and why not. `fields` are those on the layout, as far as its description can be read. */
async function lookUpLine(
  basicPsf: BasicPsf,
  token: string,
  fields: readonly string[],
  manner: LookUpManner,
  isOn: boolean,
  clock: Clock,
): Promise<string> {
  const missing = fields.length === 0 ? undefined : Object.values(manner.fields).find((name) => !fields.includes(name));
  if (missing !== undefined)
    return sentenceOf({ kind: 'look-up-refused', why: 'field-missing', field: missing, code: '', words: '' });
  const found = await lookUpWith(basicPsf, token, [NO_ORDER], manner, clock);
  if (!found.ok) return `Orders cannot be looked up: ${sentenceOf(found.failure)}`;
  return isOn
    ? 'This account can look orders up, so nothing newer in BasicPSF is overwritten unasked.'
    : 'This account can look orders up; it is switched off for this environment under Advanced.';
}
