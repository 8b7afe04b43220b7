// Which rows of a file may speak for the same order: 53-bit hashes of the references, 12 bytes a row and no strings kept.
// What it names are candidates; the caller compares the references themselves.

/** Two rows whose references have the same hash: the earlier one and the next one after it. */
export interface Pairs {
  readonly length: number;
  /** The n-th pair: record of the earlier row, record of the later one. */
  readonly at: (n: number) => readonly [earlier: number, later: number];
}

export interface DuplicateFinder {
  /** Takes note of a row; rows come in the order of the file. */
  readonly add: (ref: string, record: number) => void;
  /** Whether every reference came after the one before it, so that none can be there twice. */
  readonly isInOrder: () => boolean;
  readonly pairs: Pairs;
}

const FIRST_CAPACITY = 1 << 12;
const MAX_LOAD = 0.6;

/** 53 bits out of two multiplicative hashes; never 0, which marks a free slot. */
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
  return ((high ^ (low >>> 16)) & 0x1fffff) * 0x100000000 + ((low ^ (high >>> 13)) >>> 0) || 1;
}

function lengthened<T extends Float64Array | Uint32Array>(longer: T, shorter: T): T {
  longer.set(shorter);
  return longer;
}

/** `hash` is for tests that want collisions. */
export function createDuplicateFinder(hash: (ref: string) => number = hashOf): DuplicateFinder {
  // As long as the file is in order this is a plain list; from the first row out of order on, an open hash table.
  let hashes = new Float64Array(FIRST_CAPACITY);
  let records = new Uint32Array(FIRST_CAPACITY);
  let filled = 0;
  let isInOrder = true;
  let lastRef = '';
  let found = new Uint32Array(64);
  let foundLength = 0;

  /** The slot of a hash: its own, or the free one that it would take. */
  function slotOf(value: number): number {
    const mask = hashes.length - 1;
    let slot = value & mask;
    while (hashes[slot] !== 0 && hashes[slot] !== value) slot = (slot + 1) & mask;
    return slot;
  }

  function rebuild(capacity: number): void {
    const [oldHashes, oldRecords] = [hashes, records];
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
    if (foundLength === found.length) found = lengthened(new Uint32Array(found.length * 2), found);
    found[foundLength] = earlier;
    found[foundLength + 1] = later;
    foundLength += 2;
  }

  function append(value: number, record: number): void {
    if (filled === hashes.length) {
      hashes = lengthened(new Float64Array(filled * 2), hashes);
      records = lengthened(new Uint32Array(filled * 2), records);
    }
    hashes[filled] = value;
    records[filled] = record;
    filled += 1;
  }

  function insert(value: number, record: number): void {
    const slot = slotOf(value);
    if (hashes[slot] === value) note(records[slot] as number, record);
    else {
      hashes[slot] = value;
      filled += 1;
    }
    records[slot] = record;
    if (filled > hashes.length * MAX_LOAD) rebuild(hashes.length * 2);
  }

  return {
    add: (ref, record) => {
      const value = hash(ref);
      if (isInOrder && ref <= lastRef) {
        isInOrder = false;
        rebuild(hashes.length * 2);
      }
      lastRef = ref;
      if (isInOrder) append(value, record);
      else insert(value, record);
    },
    isInOrder: () => isInOrder,
    pairs: {
      get length() {
        return foundLength / 2;
      },
      at: (n) => [found[n * 2] as number, found[n * 2 + 1] as number],
    },
  };
}
