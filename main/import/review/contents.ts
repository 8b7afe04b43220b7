// What a person or a command sees of a file: its rows, what is wrong in it, and what about it is for a person to say.
import type { Failure } from '../../../shared/failure.ts';
import { fail, ok } from '../../../shared/result.ts';
import type { Store } from '../../base/sqlite.ts';
import { groupProblems, heldProblems } from '../stage/repair-groups.ts';
import { doubtsOf } from './doubts.ts';
import type { HeldReads } from './held-rows.ts';
import type { Imports } from './import-ports.ts';
import type { Review } from './review.ts';
import type { Sightings } from './sightings.ts';
import type { Summaries } from './summaries.ts';

interface ContentsPorts {
  readonly held: HeldReads;
  readonly reader: Store;
  readonly review: Pick<Review, 'rows' | 'groups'>;
  readonly sightings: Pick<Sightings, 'first'>;
  readonly summaries: Pick<Summaries, 'get'>;
}

const GONE: Failure = { kind: 'gone', what: 'import' };

/** Reads out of the staging file of a file in review, and of the held rows of an accepted one. */
export function createContents(ports: ContentsPorts): Pick<Imports, 'rows' | 'problems' | 'doubts'> {
  const { held, reader, review, sightings, summaries } = ports;
  return {
    rows: async (id, filter, after, limit) => {
      const phase = summaries.get(id)?.phase;
      if (phase === undefined) return fail(GONE);
      if (phase === 'review' || phase === 'accepting') return review.rows(id, filter, after, limit);
      const wanted = phase === 'accepted' && (filter.verdicts.length === 0 || filter.verdicts.includes('invalid'));
      const rows = wanted ? held.heldRows(id, after, limit, filter.group) : [];
      return ok({ rows, next: rows.length < limit ? null : (rows.at(-1)?.record ?? null) });
    },

    problems: async (id) => {
      const phase = summaries.get(id)?.phase;
      if (phase === 'review') return review.groups(id);
      return phase === 'accepted' ? ok(await groupProblems(heldProblems(reader, id))) : fail(GONE);
    },

    doubts: async (id) => {
      if (summaries.get(id)?.reading?.asks.length === 0) await sightings.first(id);
      const file = summaries.get(id);
      if (file?.phase !== 'review') return fail(GONE);
      const groups = file.totals.warned === 0 ? ok([]) : await review.groups(id);
      return groups.ok ? ok(doubtsOf(file, groups.value)) : groups;
    },
  };
}
