// Where rows of one height stand in a scrolled box. Browsers stop at about 33.5 million pixels, and place things to the
// pixel only up to half of that; beyond, the scrollbar is scaled and every row can still be reached.
import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';

const TALLEST = 16_000_000;
const OVERSCAN = 8;

export interface GridScroll {
  readonly boxRef: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  /** Rows to draw, a few more than are seen. */
  readonly first: number;
  readonly last: number;
  /** The first row seen. */
  readonly seen: number;
  readonly spaceHeight: number;
  /** Rows that fit into the box. */
  readonly pageRows: number;
  readonly topOf: (index: number) => number;
  readonly reveal: (index: number) => void;
  /** Moves on by so many rows without a visible move of what is shown. */
  readonly shiftBy: (rows: number) => void;
}

const remembered = new WeakMap<object, number>();

/** Follows the scroll position of one list; `list` is the identity under which the position is remembered. */
export function useGridScroll(list: object, count: number, rowHeight: number): GridScroll {
  const boxRef = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [height, setHeight] = useState(0);
  const full = count * rowHeight;
  const spaceHeight = Math.min(full, TALLEST);
  const ratio = full > TALLEST ? (full - height) / (TALLEST - height) : 1;
  const offset = scrollTop * ratio;
  const pending = useRef<number | null>(null);

  useLayoutEffect(() => {
    const box = boxRef.current;
    if (box === null) return;
    setHeight(box.clientHeight);
    const observer = new ResizeObserver(() => setHeight(box.clientHeight));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const box = boxRef.current;
    if (box === null) return;
    box.scrollTop = remembered.get(list) ?? 0;
    setScrollTop(box.scrollTop);
  }, [list]);

  // A shift is applied once the space has its new height, or the browser would cut it short; and before anything is painted.
  useLayoutEffect(() => {
    const box = boxRef.current;
    if (box === null || pending.current === null) return;
    box.scrollTop += pending.current;
    pending.current = null;
    setScrollTop(box.scrollTop);
  });

  const onScroll = useCallback(() => {
    const box = boxRef.current;
    if (box === null) return;
    remembered.set(list, box.scrollTop);
    setScrollTop(box.scrollTop);
  }, [list]);

  const reveal = useCallback(
    (index: number) => {
      const box = boxRef.current;
      if (box === null) return;
      const at = box.scrollTop * ratio;
      const top = index * rowHeight;
      if (top < at) box.scrollTop = top / ratio;
      else if (top + rowHeight > at + box.clientHeight) box.scrollTop = (top + rowHeight - box.clientHeight) / ratio;
    },
    [ratio, rowHeight],
  );

  const shiftBy = useCallback(
    (rows: number) => {
      if (rows !== 0) pending.current = (pending.current ?? 0) + (rows * rowHeight) / ratio;
    },
    [ratio, rowHeight],
  );

  const seen = Math.floor(offset / rowHeight);
  const fitting = Math.ceil(height / rowHeight);
  return {
    boxRef,
    onScroll,
    first: Math.max(0, Math.min(seen, count - fitting) - OVERSCAN),
    last: Math.min(count - 1, seen + fitting + OVERSCAN),
    seen,
    spaceHeight,
    pageRows: Math.max(1, Math.floor(height / rowHeight) - 1),
    topOf: (index) => (ratio === 1 ? index * rowHeight : scrollTop + (index * rowHeight - offset)),
    reveal,
    shiftBy,
  };
}
