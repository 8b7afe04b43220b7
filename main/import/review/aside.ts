// Files in review that a person puts aside, takes up again, or gives up. What was done to one is kept until it is given up.
import type { Failure } from '../../../shared/failure.ts';
import type { ImportPhase, ImportSummary } from '../../../shared/import.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';

const GONE: Failure = { kind: 'gone', what: 'import' };

interface AsidePorts {
  readonly phaseOf: (id: number) => ImportPhase | undefined;
  readonly summary: (id: number) => Result<ImportSummary>;
  readonly show: (id: number, shown: { readonly phase: 'aside' | 'review' } | null) => void;
  /** Writes where the file is now; with `resumes` it is in review again. */
  readonly write: (id: number, resumes: boolean) => Promise<Result<void>>;
  /** Offers the file for review, or fails it where its staging file is lost. */
  readonly offerAgain: (id: number) => Promise<void>;
  readonly giveUp: (id: number) => Promise<void>;
}

/** The three ways of a file that nobody wants to queue now. */
export function createAside({ phaseOf, summary, show, write, offerAgain, giveUp }: AsidePorts) {
  async function moveTo(id: number, phase: 'aside' | 'review'): Promise<Result<void>> {
    show(id, { phase });
    const moved = await write(id, phase === 'review');
    show(id, null);
    return moved;
  }

  return {
    putAside: (id: number): Promise<Result<void>> => moveTo(id, 'aside'),

    resume: async (id: number): Promise<Result<ImportSummary>> => {
      if (phaseOf(id) !== 'aside') return fail(GONE);
      const resumed = await moveTo(id, 'review');
      if (!resumed.ok) return resumed;
      await offerAgain(id);
      return summary(id);
    },

    discard: async (id: number): Promise<Result<void>> => {
      if (phaseOf(id) !== 'aside') return fail(GONE);
      await giveUp(id);
      return ok(undefined);
    },
  };
}
