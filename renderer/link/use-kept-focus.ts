// The keyboard is never left with nothing: when what has the focus is taken out of the page, or can no longer be used, the
// next thing to do gets it. Parts mark themselves with `data-next-focus`, the most urgent first in the page.
import { type RefObject, useEffect, useRef } from 'react';

const USABLE = '[data-next-focus] :is(button, [tabindex="0"], input, select):not(:disabled, [aria-disabled="true"])';

/** Keeps the focus inside the element that gets the answer as its ref. */
export function useKeptFocus(): RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = ref.current;
    if (box === null) return;
    let last: Element | null = null;
    const note = (event: FocusEvent): void => {
      last = event.target instanceof Element && box.contains(event.target) ? event.target : null;
    };
    const observer = new MutationObserver(() => {
      const { activeElement } = document;
      if (last === null || (activeElement !== null && activeElement !== document.body)) return;
      if (last.isConnected && !last.matches(':disabled')) return;
      box.querySelector<HTMLElement>(USABLE)?.focus({ preventScroll: true });
    });
    document.addEventListener('focusin', note);
    observer.observe(box, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
    return () => {
      document.removeEventListener('focusin', note);
      observer.disconnect();
    };
  }, []);
  return ref;
}
