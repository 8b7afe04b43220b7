// The keyboard is never left with nothing: when what has the focus is taken out of the page, or can no longer be used, the
// next thing to do nearest to where it was gets it. Parts can mark themselves with `data-next-focus`.
import { useEffect } from 'react';
import { after } from './time.ts';

const CAN_FOCUS =
  ':is(button, a[href], input, select, textarea, [tabindex="0"]):not(:disabled, [aria-disabled="true"], [tabindex="-1"], [data-tabster-dummy])';
const NEXT = `[data-next-focus] ${CAN_FOCUS}`;

const NOT_CHOSEN = 'input[type="radio"]:not(:checked)';

const ABOVE = '[data-above]';
const LANDMARK = 'main, nav, header, section';

const DIALOG = '[role="dialog"], [role="alertdialog"]';

/** So long may what is marked take to come, ms. */
const PATIENCE_MS = 500;

function isSeen(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

/** What can be used in a part of the page, of the things that `wanted` finds. */
function usableIn(part: Element, wanted: string): HTMLElement | undefined {
  // Of radio buttons the chosen one is where Tab comes to.
  return [...part.querySelectorAll<HTMLElement>(wanted)].find((one) => isSeen(one) && !one.matches(NOT_CHOSEN));
}

/** Where an element is: itself first, then everything around it, outwards. */
function placeOf(element: Element): Element[] {
  const place: Element[] = [];
  for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
    // Menus and dialogs lie above the page; what is around them is not where they were opened.
    if (at.matches(ABOVE)) break;
    place.push(at);
  }
  return place;
}

/** Watches over the focus of the whole window; for its outermost part. */
export function useKeptFocus(): void {
  useEffect(() => {
    // A dialog lies outside of the page; when it is gone with all around it, the place before it counts.
    let places: readonly (readonly Element[])[] = [];
    /** Whether the last place lay in a menu or a dialog, above the page. */
    let wasAbove = false;
    const note = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element)) return;
      const dialog = target.closest(DIALOG);
      wasAbove = target.closest(ABOVE) !== null;
      const isWithin = dialog !== null && places[0]?.includes(dialog) === true;
      places = [placeOf(target), ...(isWithin ? places.slice(1) : places)].slice(0, 2);
    };
    /** Whether what had the focus is gone, and nothing else has it since. */
    const isLost = (): boolean => {
      const { activeElement } = document;
      const last = places[0]?.[0];
      if (last === undefined) return false;
      // What can no longer be used keeps the focus until the page is next drawn, and drops it then.
      if (activeElement !== null && activeElement !== document.body) return activeElement.matches(':disabled');
      // Somebody clicked beside everything; nothing was taken away.
      return !last.isConnected || last.matches(':disabled');
    };
    /** What a dialog was opened with gets the focus back, if it can still be used. */
    const giveBack = (): boolean => {
      const [last, before] = places;
      const opener = before?.[0];
      const dialog = last?.find((element) => element.matches(DIALOG));
      if (dialog === undefined || dialog.isConnected) return false;
      // One that is busy for a moment keeps the focus all the same.
      if (!(opener instanceof HTMLElement && opener.isConnected && !opener.matches(':disabled') && isSeen(opener))) return false;
      opener.focus({ preventScroll: true });
      return true;
    };
    /** Where to look for something else. A dialog that is still open keeps the focus; what lies beneath it must not have it. */
    const around = (): readonly Element[] => {
      const [last = []] = places;
      const dialog = last.findIndex((element) => element.matches(DIALOG) && element.isConnected);
      if (dialog !== -1) return last.slice(0, dialog + 1);
      return wasAbove ? places.flat() : last;
    };
    const focus = (wanted: string): boolean => {
      for (const part of around()) {
        // What is marked in another part of the window has nothing to do with what is gone.
        if (wanted === NEXT && part.closest(`${LANDMARK}, ${DIALOG}`) === null) continue;
        const next = part.isConnected ? usableIn(part, wanted) : undefined;
        next?.focus({ preventScroll: true });
        if (next !== undefined) return true;
      }
      return false;
    };
    let cancel = (): void => {};
    const look = (): void => {
      if (!isLost() || giveBack() || focus(NEXT)) return;
      // What is marked may come in a moment, with the answer to what was asked.
      cancel();
      cancel = after(PATIENCE_MS, () => isLost() && (giveBack() || focus(CAN_FOCUS)));
    };
    const observer = new MutationObserver(look);
    document.addEventListener('focusin', note);
    observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
    return () => {
      document.removeEventListener('focusin', note);
      observer.disconnect();
      cancel();
    };
  }, []);
}
