// What a person decides about results that were not sent because BasicPSF holds something newer: theirs stays, or ours goes out
// over exactly what was seen. One transaction each; whoever confirms something newer still makes it a question again.
import type { Store } from '../base/sqlite.ts';
import { transacted } from '../base/statements.ts';
import { createLists } from './lists.ts';
import type { Selected } from './outbox.ts';

const ASKED = `seq = :seq and state = 'parked' and cause = 'told-elsewhere' and aboard is null`;
const HAS_NEWER = `exists (select 1 from outbox_item newer
  where newer.ref = outbox_item.ref and newer.seq > outbox_item.seq and newer.state <> 'discarded')`;

/** The verbs of that choice. For the writer thread. */
export function createChoices(store: Store) {
  const lists = createLists(store);
  // Superseded, not discarded: an older result of the order must not come back for it.
  const keep = store.prepare(
    `update outbox_item set state = 'superseded', was = '', due_at = null, changed_at = :now where ${ASKED}`,
  );
  const send = store.prepare(`
    update outbox_item set state = 'waiting', cause = '', words = '', due_at = null, attempts = 0, changed_at = :now,
      sent_over = (select confirmed_at from held_elsewhere where held_elsewhere.seq = outbox_item.seq)
    where ${ASKED} and not ${HAS_NEWER}`);

  // What was kept, or is to go out and has not gone yet, is the same question again, unless a newer result took its place.
  const ask = store.prepare(`
    update outbox_item set state = 'parked', cause = 'told-elsewhere', words = '', due_at = null, sent_over = null, changed_at = :now
    where seq = :seq and aboard is null and exists (select 1 from held_elsewhere where held_elsewhere.seq = outbox_item.seq)
      and ((state = 'superseded' and cause = 'told-elsewhere') or (state = 'waiting' and sent_over is not null)) and not ${HAS_NEWER}`);

  /** How many of the selected results a statement changed. */
  function count(selection: Selected, run: (seq: number) => number): number {
    const seqs = 'seqs' in selection ? selection.seqs : lists.seqs({ ...selection.filter, cause: 'told-elsewhere' }, ['parked']);
    return seqs.reduce((sum, seq) => sum + run(seq), 0);
  }

  return transacted(store, {
    /** Leaves what BasicPSF holds; ours stays in the history as replaced. Answers how many. */
    keepTheirs: (selection: Selected, now: number): number => count(selection, (seq) => keep.run({ seq, now }).changes),
    /** Sends ours over what the person has seen. Answers how many. */
    sendOurs: (selection: Selected, now: number): number => count(selection, (seq) => send.run({ seq, now }).changes),
    /** Takes a choice back, as far as nothing came of it yet. Answers how many are a question again. */
    askAgain: (seqs: readonly number[], now: number): number => seqs.reduce((sum, seq) => sum + ask.run({ seq, now }).changes, 0),
  });
}
