// Whether references of a file may differ only in the case of their letters. A cheap look at each; only where it may be so, the
// references themselves are compared.

export interface LetterCase {
  readonly add: (ref: string) => void;
  /** Whether two references may be the same but for their case. */
  readonly isMixed: () => boolean;
}

const SMALL = /[a-z]/;
const CAPITAL = /[A-Z]/;
/** More ways to write the letters than this: then they are part of what tells orders apart. */
const MOST_FORMS = 50;

/** Takes note of references, one after the other. */
export function createLetterCase(): LetterCase {
  const forms = new Set<string>();
  let capitals = 0;
  return {
    add: (ref) => {
      if (SMALL.test(ref)) {
        if (forms.size < MOST_FORMS) forms.add(ref.replace(/[^A-Za-z]+/g, ''));
      } else if (capitals === 0 && CAPITAL.test(ref)) capitals = 1;
    },
    isMixed: () => forms.size > 0 && forms.size + capitals > 1,
  };
}
