// Which rows of a file may speak for the same order: 53-bit hashes of the references in an open table, 12 bytes a slot,
// so that a million rows need no million strings. What it names are candidates; the caller compares the references themselves.

/** Two rows whose references have the same hash: the earlier one and the one right after it. */
export interface Pairs {
  readonly length: number;
  /** The n-th pair: record of the earlier row, record of the later one. */
  readonly at: (n: number) => readonly [earlier: number, later: number];
}

export interface DuplicateFinder {
  /** Takes note of the row; rows come in the order of the file. */
  readonly add: (ref: string, record: number) => void;
  readonly pairs: Pairs;
}

const FIRST_CAPACITY = 1 << 12;

/** 53 bits of two multiplicative hashes, never 0, which marks a free slot. */
function hashOf(ref: string): number {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let at = 0; at < ref.length; at += 1) {
    const code = ref.charCodeAt(at);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca77);
  low = Math.imul(low ^ (low >>> 15), 0xc2b2ae3d);
  low ^= high >>> 13;
  return ((high ^ (low >>> 16)) & 0x1fffff) * 0x100000000 + (low >>> 0) || 1;
}

/** `hash` can be replaced by a worse one to see what collisions do. */
export function createDuplicateFinder(hash: (ref: string) => number = hashOf): DuplicateFinder {
  let capacity = FIRST_CAPACITY;
  let hashes = new Float64Array(capacity);
  let records = new Uint32Array(capacity);
  let filled = 0;
  let found = new Uint32Array(64);
  let foundLength = 0;

  /** The slot of a hash: its own, or the free one that it would take. */
  function slotOf(value: number): number {
    let slot = (value >>> 0) & (capacity - 1);
    while (hashes[slot] !== 0 && hashes[slot] !== value) slot = (slot + 1) & (capacity - 1);
    return slot;
  }

  function grow(): void {
    const [oldHashes, oldRecords] = [hashes, records];
    capacity *= 2;
    hashes = new Float64Array(capacity);
    records = new Uint32Array(capacity);
    for (let old = 0; old < oldHashes.length; old += 1) {
      const value = oldHashes[old] as number;
      if (value === 0) continue;
      const slot = slotOf(value);
      hashes[slot] = value;
      records[slot] = oldRecords[old] as number;
    }
  }

  function note(earlier: number, later: number): void {
    if (foundLength === found.length) {
      const larger = new Uint32Array(found.length * 2);
      larger.set(found);
      found = larger;
    }
    found[foundLength] = earlier;
    found[foundLength + 1] = later;
    foundLength += 2;
  }

  return {
    add: (ref, record) => {
      const value = hash(ref);
      const slot = slotOf(value);
      if (hashes[slot] === value) note(records[slot] as number, record);
      else {
        hashes[slot] = value;
        filled += 1;
      }
      records[slot] = record;
      if (filled > capacity * 0.6) grow();
    },
    pairs: {
      get length() {
        return foundLength / 2;
      },
      at: (n) => [found[n * 2] as number, found[n * 2 + 1] as number],
    },
  };
}
