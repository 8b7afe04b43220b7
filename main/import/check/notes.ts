// A tally of things met while a file is read: how often each, and the first example.

const MAX_SAMPLE_LENGTH = 120;

export interface Notes<K extends string = string> {
  readonly add: (kind: K, sample: string, count?: number) => void;
  readonly count: (kind: K) => number;
  readonly all: () => { kind: K; count: number; sample: string }[];
}

/** Starts a tally. */
export function createNotes<K extends string>(): Notes<K> {
  const notes = new Map<K, { kind: K; count: number; sample: string }>();
  return {
    add: (kind, sample, count = 1) => {
      const note = notes.get(kind);
      if (note === undefined) notes.set(kind, { kind, count, sample: sample.slice(0, MAX_SAMPLE_LENGTH).toWellFormed() });
      else note.count += count;
    },
    count: (kind) => notes.get(kind)?.count ?? 0,
    all: () => [...notes.values()],
  };
}
