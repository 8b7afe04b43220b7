// Problems as a person repairs them: rows with the same thing wrong in the same column, apart by what was found where one
// repair does for all that have it. Counted slice by slice, so that no file, however long, holds the thread.
import { setImmediate } from 'node:timers/promises';
import type { Problem, RepairGroup } from '../../../shared/import.ts';
import type { Store } from '../../base/sqlite.ts';
import { isError } from './repair.ts';

/** Rows with a problem of the group `:field`, `:rule`, `:found`, `:except`; for a query over a table with problems. */
export const IN_GROUP = `problems <> '' and exists (select 1 from json_each(problems) p
  where p.value ->> 'field' = :field and p.value ->> 'rule' = :rule and (:found is null or p.value ->> 'found' = :found)
    and not exists (select 1 from json_each(:except) e where e.value = p.value ->> 'found'))`;

/** Rows of a staging file whose problems count: those that are held back, and those that will be queued with a remark. */
export const WITH_PROBLEMS = `verdict in ('new', 'changed', 'invalid')`;

/** In one slice of a table: how many rows have the same problem. */
export interface CountedProblem {
  readonly field: Problem['field'];
  readonly rule: Problem['rule'];
  readonly found: string;
  readonly fix: string | null;
  readonly n: number;
  readonly record: number;
}

/** Counts the problems of the rows of `table` for which `where` holds. */
export function countProblems(table: string, where: string): string {
  return `select p.value ->> 'field' as field, p.value ->> 'rule' as rule, p.value ->> 'found' as found, p.value ->> 'fix' as fix,
      count(*) as n, min(record) as record
    from (select record, problems from ${table} where ${where} and problems <> '') bad join json_each(bad.problems) p group by 1, 2, 3, 4`;
}

interface Counted {
  n: number;
  fixable: number;
  /** The repair they share; null when they have none, or several. */
  fix: string | null;
  record: number;
  found: string;
}

interface Kind {
  readonly field: Problem['field'];
  readonly rule: Problem['rule'];
  readonly byFound: Map<string, Counted>;
  /** What is not told apart. */
  rest: (Counted & { isSame: boolean }) | null;
}

/** So many things found are told apart; a column of nothing but different words is one group. */
const MOST_FOUND = 20;
const MOST_COUNTED = 1000;

function added(sum: Counted, { n, fix, record }: CountedProblem): void {
  sum.fix = sum.fix === fix ? fix : null;
  sum.n += n;
  sum.fixable += fix === null ? 0 : n;
  sum.record = Math.min(sum.record, record);
}

function addToRest(kind: Kind, problem: CountedProblem): void {
  const { n, fix, record, found } = problem;
  if (kind.rest === null) kind.rest = { n, fix, record, found, fixable: fix === null ? 0 : n, isSame: true };
  else {
    kind.rest.isSame &&= kind.rest.found === found;
    if (record < kind.rest.record) kind.rest.found = found;
    added(kind.rest, problem);
  }
}

/** Whether one repair does for all cells in which the same was found. */
function isToldApart({ rule, fix }: CountedProblem): boolean {
  return rule === 'word' || fix !== null;
}

function groupsOf({ field, rule, byFound, rest }: Kind): RepairGroup[] {
  const isOurs = isError({ rule });
  const apart = [...byFound.values()].sort((a, b) => b.n - a.n || a.record - b.record);
  const named = apart.slice(0, MOST_FOUND);
  const groups = named.map(
    ({ n, fix, fixable, record, found }): RepairGroup => ({
      field,
      rule,
      found,
      except: [],
      isError: isOurs,
      fix,
      fixable,
      count: n,
      sample: { record, found },
    }),
  );
  const kind: Kind = { field, rule, byFound, rest };
  for (const { n, fix, record, found } of apart.slice(MOST_FOUND)) addToRest(kind, { field, rule, n, fix, record, found });
  if (kind.rest !== null) {
    const { n, fix, fixable, record, found, isSame } = kind.rest;
    groups.push({
      field,
      rule,
      found: isSame ? found : null,
      except: isSame ? [] : named.map((one) => one.found),
      isError: isOurs,
      fix,
      fixable,
      count: n,
      sample: { record, found },
    });
  }
  return groups;
}

/** Puts the counts of all slices together: what holds rows back first, then the remarks; the largest first. */
export async function groupProblems(slices: Iterable<readonly CountedProblem[]>): Promise<RepairGroup[]> {
  const kinds = new Map<string, Kind>();
  for (const slice of slices) {
    for (const problem of slice) {
      const { field, rule, found, fix, n, record } = problem;
      const name = `${field} ${rule}`;
      const kind = kinds.get(name) ?? { field, rule, byFound: new Map(), rest: null };
      kinds.set(name, kind);
      const known = kind.byFound.get(found);
      if (known !== undefined) added(known, problem);
      else if (isToldApart(problem) && kind.byFound.size < MOST_COUNTED) {
        kind.byFound.set(found, { n, fix, record, found, fixable: fix === null ? 0 : n });
      } else addToRest(kind, problem);
    }
    await setImmediate();
  }
  return [...kinds.values()]
    .flatMap(groupsOf)
    .sort((a, b) => Number(b.isError) - Number(a.isError) || b.count - a.count || a.sample.record - b.sample.record);
}

const HELD_SLICE = 5000;

/** The problems of the held rows of an accepted file, slice by slice. */
export function* heldProblems(store: Store, importId: number): Generator<CountedProblem[]> {
  const end = store
    .prepare<unknown[], number>('select record from held_row where import_id = ? and record > ? order by record limit 1 offset ?')
    .pluck();
  const count = store.prepare<unknown[], CountedProblem>(
    countProblems('held_row', 'import_id = ? and record > ? and record <= ?'),
  );
  for (let from = 0; ; ) {
    const to = end.get(importId, from, HELD_SLICE - 1) ?? Number.MAX_SAFE_INTEGER;
    yield count.all(importId, from, to);
    if (to === Number.MAX_SAFE_INTEGER) return;
    from = to;
  }
}
