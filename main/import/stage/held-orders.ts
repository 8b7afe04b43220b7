// Which orders of a staged file are held as a whole: those whose last row is invalid, for an older value must not go out
// while nobody knows what the newer one was to say. The same function of the rows, whether they were read or repaired.
import type { Problem } from '../../../shared/import.ts';
import type { Store } from '../../base/sqlite.ts';
import type { RowChange } from '../../outbox/verdicts.ts';
import { problem, problemsFromText, textFromProblems } from '../check/rows.ts';

/** Of the problems of a row, in SQL: it is held for a later row alone. Rows that are wrong in themselves never carry this. */
export const IS_HELD = `problems like '%"later-row-invalid"%'`;
const EXPECTED = 'a repair of the later row of this order, or this one confirmed';

/** Why a valid row of the order `ref` is held. */
export function laterRowInvalid(ref: string): Problem {
  return problem('internalOrderRef', 'later-row-invalid', ref, EXPECTED);
}

/** The problems that a row has in itself. */
export function ownProblems(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ rule }) => rule !== 'later-row-invalid');
}

/**
 * Fills temp.held with the orders (`ref`) of the table `rows` whose last row is invalid in itself, and its `record`.
 * `only` narrows the search, and starts with "and".
 */
export function findHeldOrders(store: Store, rows: 'row' | 'staged.row', only = ''): void {
  const isInvalid = `(verdict = 'invalid' and not (${IS_HELD}))`;
  store.exec(`
    create temp table bad as select distinct ref from ${rows} where ${isInvalid} and ref <> '' ${only};
    create unique index temp.bad_by_ref on bad (ref);
    create temp table held as select ref, max(record) filter (where ${isInvalid}) as record from ${rows}
      where ref in (select ref from temp.bad) ${only} group by ref
      having coalesce(max(record) filter (where not ${isInvalid}), 0) < max(record) filter (where ${isInvalid});
    create unique index temp.held_by_ref on held (ref);
    drop table temp.bad;`);
}

type Row = Omit<RowChange, 'isValid'>;
const ROW = 'r.record, r.ref, r.result, r.date, r.inspector, r.problems';

/**
 * After a repair: the rows of the orders in temp.orders that are to be held now, and those that are held no more. A row that
 * a person confirmed as it is stands, until it is changed or the confirmation taken back, and the rows before it are older.
 */
export function heldAnew(store: Store): RowChange[] {
  store.exec(`
    create temp table confirmed as select r.ref, max(r.record) as record from staged.row r
      join staged.repair p on p.n = (select max(n) from staged.repair where record = r.record)
      where r.ref in (select ref from temp.orders) and p.${IS_HELD} and r.verdict <> 'invalid'
        and p.ref = r.ref and p.result = r.result and p.date = r.date and p.inspector = r.inspector
      group by r.ref;
    create unique index temp.confirmed_by_ref on confirmed (ref);`);
  findHeldOrders(store, 'staged.row', 'and ref in (select ref from temp.orders)');
  const toHold = `exists (select 1 from temp.held h where h.ref = r.ref)
    and r.record > coalesce((select c.record from temp.confirmed c where c.ref = r.ref), 0)`;
  const inOrders = 'r.ref in (select ref from temp.orders)';
  const hold = store
    .prepare<unknown[], Row>(`select ${ROW} from staged.row r where ${inOrders} and r.verdict <> 'invalid' and ${toHold}`)
    .all();
  const release = store
    .prepare<unknown[], Row>(`select ${ROW} from staged.row r where ${inOrders} and r.${IS_HELD} and not (${toHold})`)
    .all();
  store.exec('drop table temp.held; drop table temp.confirmed;');
  return [
    ...hold.map((row): RowChange => {
      const problems = [...problemsFromText(row.problems), laterRowInvalid(row.ref)];
      return { ...row, problems: textFromProblems(problems), isValid: false };
    }),
    ...release.map((row): RowChange => {
      return { ...row, problems: textFromProblems(ownProblems(problemsFromText(row.problems))), isValid: true };
    }),
  ];
}
