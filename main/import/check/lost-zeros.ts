// Whether order references may have lost their leading zeros in a spreadsheet: nearly all are digits of one length, some are shorter.
import { MAX_FIELD_LENGTH } from '../../../shared/booking-result.ts';

const MIN_SHARE = 0.8;
/** Of fewer references nothing can be said. */
const MIN_REFS = 5;

export interface LostZeros {
  readonly add: (ref: string) => void;
  /** How many references are shorter than the `width` of most, and one of them; null when there is nothing to suspect. */
  readonly verdict: () => { readonly width: number; readonly count: number; readonly sample: string } | null;
}

function isDigits(ref: string): boolean {
  for (let at = 0; at < ref.length; at += 1) {
    const code = ref.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

/** Takes note of references, one after the other. */
export function createLostZeros(): LostZeros {
  const counts = new Uint32Array(MAX_FIELD_LENGTH + 1);
  const samples = new Map<number, string>();
  let all = 0;
  return {
    add: (ref) => {
      all += 1;
      if (!isDigits(ref)) return;
      if (counts[ref.length] === 0) samples.set(ref.length, ref);
      (counts[ref.length] as number) += 1;
    },
    verdict: () => {
      const width = counts.indexOf(Math.max(...counts));
      const count = counts.subarray(0, width).reduce((sum, one) => sum + one, 0);
      if (count === 0 || all < MIN_REFS || (counts[width] as number) < all * MIN_SHARE) return null;
      return { width, count, sample: samples.get(Math.min(...samples.keys())) as string };
    },
  };
}
