// Which files of a folder are looked at next, when there are too many for one look. Pure.

/** Files looked at in one go; the next look goes on where this one ended. */
export const MOST_LOOKED_AT = 100;

/**
 * Names that were seen before and may have held still, then the next ones in the order of names behind `after`, and from the
 * first again; with the name that the next look goes on behind.
 */
export function nextNames(
  names: readonly string[],
  seen: ReadonlySet<string>,
  after: string,
): { readonly some: readonly string[]; readonly after: string } {
  const others = names.filter((name) => !seen.has(name)).sort();
  const at = others.findIndex((name) => name > after);
  const from = at === -1 ? 0 : at;
  const some = [...others.slice(from), ...others.slice(0, from)].slice(0, Math.max(0, MOST_LOOKED_AT - seen.size));
  return { some: [...seen, ...some], after: some.length < others.length ? (some.at(-1) ?? after) : '' };
}
