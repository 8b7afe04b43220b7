// Keeps disk and network busy at once: while one batch is on its way, one commit writes the outcomes of those before it
// and claims those after it. How many are claimed ahead follows from how long a commit and a call take; over a real
// network that is one. Nothing is sent before its claim is on disk.
import type { Failure } from '../../shared/failure.ts';
import type { Guarded } from '../base/guard.ts';
import type { Clock } from '../base/ports.ts';
import type { Remote } from '../base/thread.ts';
import type { ClaimVerbs, Settlement } from '../outbox/claims.ts';
import type { Packed } from './batches.ts';

/** A batch that is claimed and may be sent. */
export interface Board {
  readonly batchId: string;
  readonly batch: readonly Packed[];
  readonly urlBytes: number;
}

export interface Pipeline {
  /** The next batch that may be sent, or null when there is none left or the disk refused (`failure`). */
  readonly next: () => Promise<Board | null>;
  /** Tells how a batch ended and how long its call took; written with the next commit, which starts at once if none is under way. */
  readonly ended: (settlement: Settlement, callMs: number) => void;
  /** Writes what is not written yet and gives back what was not sent. */
  readonly close: () => Promise<void>;
  /** Why the disk refused, if it did. */
  readonly failure: () => Failure | null;
}

export interface PipelinePorts {
  readonly writer: Pick<Remote<Guarded<ClaimVerbs>>, 'turn' | 'release'>;
  readonly clock: Clock;
  readonly bootId: string;
  /** Takes the results of another batch out of the queue; empty when there are none. */
  readonly take: () => readonly Packed[];
  readonly putBack: (batch: readonly Packed[]) => void;
  readonly urlBytesOf: (batch: readonly Packed[]) => number;
  /** Whether a batch that was claimed a while ago may still go as it is; otherwise it is given back, never attempted. */
  readonly fits: (board: Board) => boolean;
}

/** No crash may leave more batches than this in doubt. */
const MOST_AHEAD = 16;
const GROUP = 4;

/** Starts with nothing claimed; the first `next` claims. */
export function createPipeline(ports: PipelinePorts): Pipeline {
  const { clock, writer } = ports;
  const ready: Board[] = [];
  let unwritten: Settlement[] = [];
  let commit: Promise<void> | null = null;
  let commitMs = 0;
  let callMs = Number.POSITIVE_INFINITY;
  let closing = false;
  let count = 0;
  let refused: Failure | null = null;

  /** Enough for several calls when a commit takes longer than one, so that commits are few and full; else one. */
  function ahead(): number {
    const callsPerCommit = commitMs / callMs;
    return callsPerCommit < 1 ? 1 : Math.min(MOST_AHEAD, Math.ceil(GROUP * callsPerCommit));
  }

  function claimable(): Board[] {
    const boards: Board[] = [];
    if (ready.length > ahead() / 2) return boards;
    while (!closing && ready.length + boards.length < ahead()) {
      const batch = ports.take();
      if (batch.length === 0) break;
      count += 1;
      // Numbered, so that attempts of the same millisecond keep their order.
      boards.push({ batchId: `${ports.bootId}-${String(count).padStart(6, '0')}`, batch, urlBytes: ports.urlBytesOf(batch) });
    }
    return boards;
  }

  function pump(): void {
    if (commit !== null || refused !== null) return;
    const boards = claimable();
    // Outcomes ride along with the next claims; with none to make they are written by themselves.
    const rides = !closing && boards.length === 0 && ready.length > 0 && unwritten.length < ahead();
    if (rides || (boards.length === 0 && unwritten.length === 0)) return;
    const settlements = unwritten;
    unwritten = [];
    const [monotonic, now] = [clock.monotonic(), clock.now()];
    const claims = boards.map(({ batchId, batch, urlBytes }) => ({
      batchId,
      bootId: ports.bootId,
      seqs: batch.map(({ due }) => due.seq),
      urlBytes,
      now,
      monotonic,
    }));
    commit = writer.turn(settlements, claims).then((taken) => {
      commit = null;
      commitMs = clock.monotonic() - monotonic;
      if (!taken.ok) {
        refused = taken.failure;
        unwritten = [...settlements, ...unwritten];
        return;
      }
      boards.forEach((board, n) => {
        // A result that somebody edited, discarded or overtook meanwhile was not taken.
        const kept = new Set(taken.value[n]);
        const batch = kept.size === board.batch.length ? board.batch : board.batch.filter(({ due }) => kept.has(due.seq));
        ready.push(batch === board.batch ? board : { ...board, batch, urlBytes: ports.urlBytesOf(batch) });
      });
    });
    // A bug over there is thrown where it is awaited, after the call under way; until then nobody else may stumble over it.
    commit.catch(() => {});
  }

  /** Gives back what was claimed and must not be sent, the latest first, so that the earliest stands in front again. */
  async function giveBack(unfit: (board: Board) => boolean): Promise<void> {
    const back = ready.filter(unfit);
    if (back.length === 0) return;
    ready.splice(0, ready.length, ...ready.filter((board) => !unfit(board)));
    for (const board of back.reverse()) {
      const released = await writer.release(board.batchId, clock.now());
      if (!released.ok) refused ??= released.failure;
      ports.putBack(board.batch);
    }
  }

  return {
    next: async () => {
      for (;;) {
        await giveBack((board) => !ports.fits(board));
        // What would come of another batch could not be written either.
        if (refused !== null) return null;
        pump();
        const board = ready.shift();
        if (board !== undefined) {
          pump();
          return board;
        }
        if (commit === null) return null;
        await commit;
      }
    },
    ended: (settlement, tookMs) => {
      unwritten.push(settlement);
      callMs = Math.max(tookMs, 0.01);
    },
    close: async () => {
      closing = true;
      while (commit !== null || (unwritten.length > 0 && refused === null)) {
        pump();
        await commit;
      }
      // The disk refused; it may have room for what is known already.
      if (unwritten.length > 0) await writer.turn(unwritten, []);
      await giveBack(() => true);
    },
    failure: () => refused,
  };
}
