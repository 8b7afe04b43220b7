// Which row of a grid has the focus. It belongs to the row, not to the place: when rows come or go, it follows;
// when the row itself goes, its neighbour takes over. The keyboard is never left with nothing.
import { type FocusEvent, type RefObject, useCallback, useLayoutEffect, useReducer, useRef } from 'react';
import type { GridScroll } from './grid-scroll.ts';
import type { KeysetList } from './keyset-list.ts';

export interface GridFocus {
  readonly gridRef: RefObject<HTMLDivElement | null>;
  readonly index: () => number;
  /** Where a range begins. */
  readonly anchor: () => number;
  readonly setAnchor: (index: number) => void;
  readonly moveTo: (index: number) => void;
  readonly onRowFocus: (index: number) => void;
  readonly onBlur: (event: FocusEvent) => void;
  /** The list changed, and its rows moved by `shift`. */
  readonly follow: (shift: number) => void;
}

interface Place {
  index: number;
  position: number | null;
  anchor: number;
  list: object;
}

/** Keeps the roving focus of one grid. */
export function useGridFocus<T>(list: KeysetList<T>, scroll: GridScroll, count: number): GridFocus {
  const gridRef = useRef<HTMLDivElement>(null);
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const place = useRef<Place>({ index: 0, position: null, anchor: 0, list });
  const inside = useRef(false);
  const wanted = useRef(false);
  if (place.current.list !== list) place.current = { index: 0, position: null, anchor: 0, list };

  const positionAt = useCallback(
    (index: number): number | null => {
      const row = list.rowAt(index);
      return row === undefined ? null : list.positionOf(row);
    },
    [list],
  );

  const { reveal } = scroll;
  const moveTo = useCallback(
    (index: number) => {
      place.current = { ...place.current, index, position: positionAt(index) };
      reveal(index);
      wanted.current = true;
      redraw();
    },
    [positionAt, reveal],
  );

  const onRowFocus = useCallback(
    (index: number) => {
      inside.current = true;
      if (place.current.index === index) return;
      place.current = { ...place.current, index, position: positionAt(index) };
      redraw();
    },
    [positionAt],
  );

  const follow = useCallback(
    (shift: number) => {
      const { index, position, anchor } = place.current;
      const found = position === null ? -1 : list.indexOf(position);
      const next = found >= 0 ? found : Math.min(index + shift, Math.max(0, list.count() - 1));
      place.current = { ...place.current, index: next, position: positionAt(next) ?? position, anchor: anchor + (next - index) };
    },
    [list, positionAt],
  );

  // A row that is taken out of the page takes the focus with it: give it to the row that has it now.
  useLayoutEffect(() => {
    const grid = gridRef.current;
    if (grid === null || count === 0) return;
    const active = document.activeElement;
    const lost = inside.current && (active === null || active === document.body);
    if (!wanted.current && !lost) {
      inside.current = active !== null && grid.contains(active);
      return;
    }
    wanted.current = false;
    grid.querySelector<HTMLElement>(`[data-index="${place.current.index}"]`)?.focus({ preventScroll: true });
  });

  return {
    gridRef,
    index: () => place.current.index,
    anchor: () => place.current.anchor,
    setAnchor: (index) => {
      place.current = { ...place.current, anchor: index };
    },
    moveTo,
    onRowFocus,
    // Not called for a row that is taken out while it has the focus: that is how the two are told apart.
    onBlur: (event) => {
      if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) inside.current = false;
    },
    follow,
  };
}
