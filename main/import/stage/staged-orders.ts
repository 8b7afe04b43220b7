// What BasicPSF was seen to hold, written to the rows of a file in review: a remark on rows whose order it does not know,
// and what each row would change beside what it holds. For the writer thread.
import type { Problem } from '../../../shared/import.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { NO_THEIRS, type Theirs } from '../../../shared/seen-orders.ts';
import type { Store } from '../../base/sqlite.ts';
import { createSeenOrders, type Sighting } from '../../outbox/seen-orders.ts';
import { createStagedFile } from '../../outbox/staged-file.ts';
import { createVerdicts, type RowChange } from '../../outbox/verdicts.ts';
import { problem, problemsFromText, textFromProblems } from '../check/rows.ts';

/** An order that was looked up, with the references near it that BasicPSF does know. */
export interface NearSighting extends Sighting {
  readonly near: readonly string[];
}

/** What the sightings of a file say of it. */
export interface SeenSoFar {
  readonly unknown: number;
  readonly theirs: Theirs;
}

type Row = Omit<RowChange, 'isValid'> & { readonly verdict: string };
const ROW = 'r.record, r.ref, r.result, r.date, r.inspector, r.problems, r.verdict';
/** Of the problems of a row, in SQL: something is said about its order already. */
const said = (of: string): string => `(${of}.problems like '%"order-unknown"%' or ${of}.problems like '%"order-held"%')`;

/** Why a row is marked whose order `ref` BasicPSF does not know. */
function orderUnknown(ref: string, near: readonly string[]): Problem {
  const said = problem('internalOrderRef', 'order-unknown', ref, 'an order that BasicPSF knows');
  return near.length === 0 ? said : { ...said, near: [...near] };
}

/** The problems of a row once its order was looked up: what BasicPSF knows is no problem any more. */
export function problemsSeen(problems: readonly Problem[], { held, internalOrderRef, near }: NearSighting): Problem[] {
  const others = problems.filter(({ rule }) => rule !== 'order-unknown' && rule !== 'order-held');
  if (held !== null) return others;
  const isHeld = problems.some(({ rule }) => rule === 'order-held');
  const said = orderUnknown(internalOrderRef, near);
  return [...others, isHeld ? { ...said, rule: 'order-held' } : said];
}

/** After a repair: rows of the orders in temp.orders that name an unknown order, and do not say so, unless a person confirmed it. */
export function unknownAnew(store: Store): RowChange[] {
  const rows = store
    .prepare<unknown[], Row>(`select ${ROW} from staged.row r join staged.seen s on s.ref = r.ref and s.known = 0
      where r.ref in (select ref from temp.orders) and not ${said('r')}
        and not exists (select 1 from staged.repair p where p.record = r.record and p.ref = r.ref and ${said('p')})`)
    .all();
  return rows.map(({ verdict, ...row }) => ({
    ...row,
    problems: textFromProblems([...problemsFromText(row.problems), orderUnknown(row.ref, [])]),
    isValid: verdict !== 'invalid',
  }));
}

/** The verbs over staging files. Each attaches the file at `stagedPath` for that moment. */
export function createStagedOrders(store: Store) {
  const stagedFile = createStagedFile(store);
  const verdicts = createVerdicts(store, stagedFile);
  const seen = createSeenOrders(store);
  const noteTotals = store.prepare(`update import set totals = ? where id = ? and phase = 'review'`);

  function within<T>(stagedPath: string, work: () => T): T {
    return stagedFile.attached(stagedPath, () => store.transaction(work).immediate());
  }

  function soFar(): SeenSoFar {
    return { unknown: seen.unknown(), theirs: seen.theirs() };
  }

  return {
    /** Keeps what was seen at the moment `at` with the file, and works out anew what the rows of those orders are. */
    noteSeen: (importId: number, stagedPath: string, sightings: readonly NearSighting[], at: number): void =>
      within(stagedPath, () => {
        seen.note(sightings, at);
        const rowsOf = store.prepare<unknown[], Row>(`select ${ROW} from staged.row r where r.ref = ?`);
        const changes = sightings.flatMap((sighting) =>
          rowsOf.all(sighting.internalOrderRef).map(({ verdict, ...row }): RowChange => {
            const problems = problemsSeen(problemsFromText(row.problems), sighting);
            return { ...row, problems: textFromProblems(problems), isValid: verdict !== 'invalid' };
          }),
        );
        noteTotals.run(JSON.stringify(verdicts.change(changes)), importId);
      }),

    /** What the sightings of the file say at this moment; null when none were made. */
    seenSoFar: (stagedPath: string): SeenSoFar | null => within(stagedPath, () => (seen.isThere() ? soFar() : null)),

    /** A person chose for the orders that carry a result of another machine; where nothing was looked up there are none. */
    chooseTheirs: (stagedPath: string, choice: 'keep' | 'send'): Result<SeenSoFar> =>
      within(stagedPath, () => {
        if (!seen.isThere()) return ok({ unknown: 0, theirs: NO_THEIRS });
        seen.choose(choice);
        return ok(soFar());
      }),
  };
}

export type StagedOrderVerbs = ReturnType<typeof createStagedOrders>;
