// One after the other: work that must not overlap waits for its turn, in the order it came.

export interface Turns {
  /** Does the work when everything before it has ended, however it ended. */
  readonly take: <T>(work: () => Promise<T>) => Promise<T>;
  /** Resolves when nothing that was taken so far is under way. */
  readonly rest: () => Promise<void>;
}

/** A queue of its own. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take: (work) => {
      const turn = last.then(work);
      last = turn.catch(() => {});
      return turn;
    },
    rest: async () => void (await last),
  };
}
