// The writer thread of disk-faults.test: the real one on a database that can be kept from growing. While a file named
// like the database with ".room" behind it exists, SQLite finds no room for one page more: that is what a full disk does.
import { existsSync } from 'node:fs';
import { openStore } from '../../main/base/store.ts';
import { serveThread, threadInput } from '../../main/base/thread.ts';
import { createWriterVerbs } from '../../main/workspace/writer.ts';
import type { WriterInput } from '../../main/workspace/writer-thread.ts';

const ROOM = 1_000_000;

const { path, now } = threadInput<WriterInput>();
const opened = openStore(path, now);
if (!opened.ok) throw new Error(opened.failure.kind);
const { store, damaged } = opened.value;
const verbs: Record<string, (...args: never[]) => unknown> = { ...createWriterVerbs(store, path) };
for (const [name, verb] of Object.entries(verbs)) {
  verbs[name] = (...args) => {
    // A limit below what is there already becomes just that.
    store.pragma(`max_page_count = ${existsSync(`${path}.room`) ? 1 : ROOM}`);
    return verb(...args);
  };
}
serveThread({ ...verbs, opening: () => ({ ok: true, value: { damaged } }) });
