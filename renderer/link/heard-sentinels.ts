// Fluent guards its lists and dialogs with sentinels that take the focus for a moment, and hides them from those who listen.
// What takes the focus must not be hidden (ARIA 1.2, `aria-hidden`): they have no words and no role, so nothing is read of them.
import { useEffect } from 'react';

const HIDDEN = '[data-tabster-dummy][aria-hidden]';

function show(within: ParentNode): void {
  for (const sentinel of within.querySelectorAll(HIDDEN)) sentinel.removeAttribute('aria-hidden');
}

/** Where a list keeps its sentinels: beside itself, because within it only its own items may be (a constant of Tabster). */
const OUTSIDE = 2;

/** The `ref` of a list of Fluent's that goes by arrow keys. */
export function sentinelsOutside(list: HTMLElement | null): void {
  const keys = list?.getAttribute('data-tabster') ?? null;
  if (keys === null) return;
  const parts = JSON.parse(keys) as object;
  list?.setAttribute('data-tabster', JSON.stringify({ ...parts, sys: { dummyInputsPosition: OUTSIDE } }));
}

/** Watches over the sentinels of the whole window; for its outermost part. */
export function useHeardSentinels(): void {
  useEffect(() => {
    show(document);
    const observer = new MutationObserver((changes) => {
      for (const { target } of changes) if (target instanceof Element) show(target);
    });
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
}
