// Looking up the orders of files in review, in the background. The rule it keeps: whatever goes wrong with it, the review goes on
// as if nobody had asked; one line says why.
import type { Failure } from '../../../shared/failure.ts';
import { MOST_LOOKED_UP, NO_THEIRS, type SeenOrders } from '../../../shared/seen-orders.ts';
import type { StagedFiles } from '../stage/staged-files.ts';
import type { NearSighting } from '../stage/staged-orders.ts';
import { readUnseen } from '../stage/staged-rows.ts';
import type { ImportPorts } from './import-ports.ts';
import type { OrderLookUps } from './order-look-ups.ts';

export interface Sightings {
  /** How it stands with a file; null when nothing was looked up. */
  readonly of: (id: number) => SeenOrders | null;
  /** Looks up what was not looked up yet: the first `MOST_LOOKED_UP` orders, or all where a person `isAsked`. */
  readonly look: (id: number, isAsked?: boolean) => Promise<void>;
  /** Says anew what the rows are beside what was seen. */
  readonly recount: (id: number) => Promise<void>;
  /** Breaks a look off; what was seen until then stays. */
  readonly stop: (id: number) => void;
  readonly stopAll: () => void;
  /** The file is in review no more, or another one now. */
  readonly forget: (id: number) => void;
  /** Resolves when the first look at this file is over, whatever came of it. */
  readonly first: (id: number) => Promise<void>;
}

/** Nobody who is not there to see it waits longer for the answers of a slow server. */
const MOST_MS = 60_000;
/** So many references in one session, then what was seen is written down. */
const PORTION = 5000;
/** For so many unknown orders of a file the near ones are asked. */
const MOST_NEAR = 10;
/** So many sightings are written in one go. */
const WRITE = 500;

const NOTHING: SeenOrders = { state: 'seen', done: 0, of: 0, at: null, failure: null, unknown: 0, theirs: NO_THEIRS };

/** The looks at files in review; `lookUps` null looks nothing up. */
export function createSightings(
  { changed, clock, writer }: Pick<ImportPorts, 'changed' | 'clock' | 'writer'>,
  lookUps: OrderLookUps | null,
  files: Pick<StagedFiles, 'exists' | 'pathOf'>,
): Sightings {
  const standing = new Map<number, SeenOrders>();
  const underWay = new Map<number, { readonly abort: AbortController; readonly done: Promise<void> }>();

  function say(id: number, patch: Partial<SeenOrders>): void {
    standing.set(id, { ...(standing.get(id) ?? NOTHING), ...patch });
    changed();
  }

  async function recount(id: number): Promise<void> {
    if (!standing.has(id) || !files.exists(id)) return;
    const seen = await writer.seenSoFar(files.pathOf(id));
    if (seen.ok && seen.value !== null && standing.has(id)) say(id, seen.value);
  }

  /** Near references of the first few that are unknown; a suggestion that fails is none. */
  async function nearOf(unknown: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (unknown.length === 0 || lookUps === null) return new Map();
    const near = await lookUps.near(unknown.slice(0, MOST_NEAR));
    return near.ok ? near.value : new Map();
  }

  /** Looks up some orders and writes down what was seen; answers with how many, or why none. */
  async function portion(id: number, refs: readonly string[], before: number, signal: AbortSignal): Promise<number | Failure> {
    const found = await (lookUps as OrderLookUps).lookUp(refs, { signal, progress: (done) => say(id, { done: before + done }) });
    if (!found.ok) return found.failure;
    const { at, orders } = found.value;
    const unknown = [...orders].flatMap(([ref, held]) => (held === 'absent' ? [ref] : []));
    const near = signal.aborted ? new Map<string, readonly string[]>() : await nearOf(unknown);
    const sightings = [...orders].map(
      ([ref, held]): NearSighting => ({
        internalOrderRef: ref,
        held: held === 'absent' ? null : held,
        near: near.get(ref) ?? [],
      }),
    );
    for (let from = 0; from < sightings.length && files.exists(id) && standing.has(id); from += WRITE) {
      const noted = await writer.noteSeen(id, files.pathOf(id), sightings.slice(from, from + WRITE), at);
      if (!noted.ok) return noted.failure;
    }
    say(id, { at });
    return orders.size;
  }

  /** Where nothing may be asked, what was seen before still stands, and is still a question. */
  async function lookNow(id: number, isAsked: boolean, signal: AbortSignal): Promise<void> {
    const unseen = await readUnseen(files.pathOf(id), isAsked ? Number.MAX_SAFE_INTEGER : MOST_LOOKED_UP, clock);
    if (!unseen.ok || !standing.has(id)) return;
    const { at, isMore, refs, seen } = unseen.value;
    const isOn = lookUps?.isOn() === true;
    if (!isOn && seen === 0) return void standing.delete(id);
    if (isMore && seen === 0) return say(id, { state: 'many', of: refs.length });
    const of = seen + refs.length;
    let done = seen;
    if (!isOn || !(isAsked || lookUps?.isFree() === true))
      return say(id, { state: refs.length === 0 ? 'seen' : seen > 0 ? 'part' : 'failed', done, of, at });
    if (refs.length > 0) say(id, { state: 'looking', done, of, failure: null });
    for (let from = 0; from < refs.length && !signal.aborted; from += PORTION) {
      const looked = await portion(id, refs.slice(from, from + PORTION), done, signal);
      if (!standing.has(id)) return;
      if (typeof looked !== 'number') return say(id, { state: done > 0 ? 'part' : 'failed', done, failure: looked });
      done += looked;
    }
    say(id, { state: done < of ? 'part' : 'seen', done, of, at: standing.get(id)?.at ?? at });
  }

  async function look(id: number, isAsked = false): Promise<void> {
    if (lookUps === null || !files.exists(id)) return;
    // One look at a time; what a repair brings meanwhile is looked up after it.
    while (underWay.has(id)) await underWay.get(id)?.done;
    if (!files.exists(id)) return;
    if (!standing.has(id)) standing.set(id, NOTHING);
    const abort = new AbortController();
    const cancel = isAsked ? () => {} : clock.after(MOST_MS, () => abort.abort());
    const done = lookNow(id, isAsked, abort.signal)
      .then(() => recount(id))
      .finally(() => {
        cancel();
        underWay.delete(id);
      });
    underWay.set(id, { abort, done });
    await done;
  }

  return {
    of: (id) => standing.get(id) ?? null,
    look,
    recount,
    stop: (id) => underWay.get(id)?.abort.abort(),
    stopAll: () => {
      for (const { abort } of underWay.values()) abort.abort();
    },
    forget: (id) => {
      underWay.get(id)?.abort.abort();
      standing.delete(id);
    },
    first: async (id) => {
      if (!standing.has(id)) await look(id).catch(() => {});
      while (underWay.has(id)) await underWay.get(id)?.done.catch(() => {});
    },
  };
}
