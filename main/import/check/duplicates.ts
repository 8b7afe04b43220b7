// Which rows of a file may speak for the same order: 52-bit hashes of the references, 12 bytes a row and no strings kept.
// What it names are candidates; the caller compares the references themselves.

/** Two rows whose references have the same hash: the earlier one and the next one after it. */
export interface Pairs {
  readonly length: number;
  /** The n-th pair: record of the earlier row, record of the later one. */
  readonly at: (n: number) => readonly [earlier: number, later: number];
}

export interface DuplicateFinder {
  /** Makes room for so many rows at once, now that it is known about how many there are. */
  readonly expect: (rows: number) => void;
  /** Takes note of a row; rows come in the order of the file, and records count from 1. */
  readonly add: (ref: string, record: number) => void;
  /** Whether every reference came after the one before it, so that none can be there twice. */
  readonly isInOrder: () => boolean;
  readonly pairs: Pairs;
}

const FIRST_CAPACITY = 1 << 12;
const MAX_LOAD = 0.6;
const TWO_32 = 2 ** 32;
/** A slot is three numbers side by side: both halves of the hash, and the record; record 0 marks a free one. */
const SLOT = 3;

/** 52 bits out of two multiplicative hashes. */
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
  return ((high ^ (low >>> 16)) & 0xfffff) * TWO_32 + ((low ^ (high >>> 13)) >>> 0);
}

function capacityFor(rows: number): number {
  return Math.max(FIRST_CAPACITY, 2 ** Math.ceil(Math.log2((rows + 1) / MAX_LOAD)));
}

function lengthened(shorter: Uint32Array): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(shorter.length * 2);
  longer.set(shorter);
  return longer;
}

/** `hash` is for tests that want collisions. */
export function createDuplicateFinder(hash: (ref: string) => number = hashOf): DuplicateFinder {
  // As long as the file is in order this is a plain list; from the first row out of order on, an open hash table.
  let slots = new Uint32Array(FIRST_CAPACITY * SLOT);
  let filled = 0;
  let expected = 0;
  let isInOrder = true;
  let lastRef = '';
  let found = new Uint32Array(64);
  let foundLength = 0;

  function write(at: number, low: number, high: number, record: number): void {
    slots[at] = low;
    slots[at + 1] = high;
    slots[at + 2] = record;
  }

  /** Where the slot of this hash is: its own, or the free one that it would take. */
  function placeOf(low: number, high: number): number {
    const mask = slots.length / SLOT - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const at = slot * SLOT;
      if (slots[at + 2] === 0 || (slots[at] === low && slots[at + 1] === high)) return at;
    }
  }

  function rebuild(capacity: number): void {
    const old = slots;
    slots = new Uint32Array(capacity * SLOT);
    for (let at = 0; at < old.length; at += SLOT) {
      const [low, high, record] = [old[at] as number, old[at + 1] as number, old[at + 2] as number];
      if (record !== 0) write(placeOf(low, high), low, high, record);
    }
  }

  function note(earlier: number, later: number): void {
    if (foundLength === found.length) found = lengthened(found);
    found[foundLength] = earlier;
    found[foundLength + 1] = later;
    foundLength += 2;
  }

  function append(low: number, high: number, record: number): void {
    if (filled * SLOT === slots.length) slots = lengthened(slots);
    write(filled * SLOT, low, high, record);
    filled += 1;
  }

  function insert(low: number, high: number, record: number): void {
    const at = placeOf(low, high);
    const earlier = slots[at + 2] as number;
    if (earlier === 0) filled += 1;
    else note(earlier, record);
    write(at, low, high, record);
    if (filled * SLOT > slots.length * MAX_LOAD) rebuild((slots.length / SLOT) * 2);
  }

  return {
    expect: (rows) => {
      expected = rows;
      if (!isInOrder && slots.length < capacityFor(rows) * SLOT) rebuild(capacityFor(rows));
    },
    add: (ref, record) => {
      const value = hash(ref);
      const low = value >>> 0;
      const high = (value - low) / TWO_32;
      if (isInOrder && ref <= lastRef) {
        isInOrder = false;
        rebuild(capacityFor(Math.max(expected, filled)));
      }
      lastRef = ref;
      if (isInOrder) append(low, high, record);
      else insert(low, high, record);
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
