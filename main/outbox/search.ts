// Search by any part of an order reference or an inspector's name: FTS5 trigrams, filled behind the import.
// Shorter than three characters cannot be a trigram, so such a search looks at the start of both: each is indexed after "^^".
import type { OutboxItem } from '../../shared/outbox-item.ts';
import type { Store } from '../base/sqlite.ts';
import { createMeta } from './meta.ts';

const MAX_TRIGRAMS = 16;

/** The FTS5 expression that finds a superset of the matches: all trigrams of the text. Source: sqlite.org FTS5 §4.3.5, detail=none. */
export function matchExpression(needle: string): string {
  // FTS5 reads its expression only up to a NUL. No result contains one, so any other character will do.
  const text = needle.replaceAll('\0', ' ');
  const characters = isShort(text) ? [...`^^${text}`].slice(-3) : [...text];
  const trigrams = new Set<string>();
  for (let n = 0; n + 3 <= characters.length && trigrams.size < MAX_TRIGRAMS; n += 1)
    trigrams.add(characters.slice(n, n + 3).join(''));
  return [...trigrams].map((trigram) => `"${trigram.replaceAll('"', '""')}"`).join(' AND ');
}

function isShort(needle: string): boolean {
  return [...needle].length < 3;
}

/** Whether a result truly matches: the text anywhere, or at the start when it is shorter than three characters. */
export function matches(item: OutboxItem, needle: string): boolean {
  const wanted = needle.toLowerCase();
  const ref = item.internalOrderRef.toLowerCase();
  const inspector = item.inspectorName.toLowerCase();
  if (!isShort(needle)) return ref.includes(wanted) || inspector.includes(wanted);
  return ref.startsWith(wanted) || inspector.startsWith(wanted);
}

/** The verb that brings the search index up to date, `limit` results at a time; answers whether more are left. */
export function createSearchIndex(store: Store) {
  const meta = createMeta(store);
  const add = store.prepare(`
    insert into outbox_search (rowid, text)
    select seq, '^^' || ref || char(10) || '^^' || inspector from outbox_item where seq > ? and seq <= ? order by seq`);
  const upTo = store
    .prepare<unknown[], number | null>('select max(seq) from (select seq from outbox_item where seq > ? order by seq limit ?)')
    .pluck();
  return {
    indexSearch: store.transaction((limit: number): boolean => {
      const from = meta.read('searchIndexedTo', 0);
      const to = upTo.get(from, limit) ?? null;
      if (to === null) return false;
      add.run(from, to);
      meta.write('searchIndexedTo', to);
      return true;
    }).immediate,
  };
}
