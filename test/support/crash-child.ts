// A program for crash.test: the app on a home, taking files as a person would, and telling on standard output what it
// has acknowledged. It can be killed from outside, or end itself at one exact step of its writer thread.
import { writeSync } from 'node:fs';
import { basename } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { createApp } from '../../main/app/app.ts';
import { silentLog, systemClock } from '../../main/base/ports.ts';
import type { Store } from '../../main/base/sqlite.ts';
import { openStore } from '../../main/base/store.ts';
import { serveThread, threadInput } from '../../main/base/thread.ts';
import { createSessionVault } from '../../main/credentials/session.ts';
import { createWriterVerbs } from '../../main/workspace/writer.ts';
import type { WriterInput } from '../../main/workspace/writer-thread.ts';

const LONGEST_MS = 5000;
/** "before acceptStaged 1", "after turn 2", "within receipt 1": a verb or a table, and the how manieth time. */
const [moment, place, time] = (process.env.CRASH_AT ?? '').split(' ');

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way; nothing more may happen here.
  for (;;);
}

function writer(): void {
  const { path, now } = threadInput<WriterInput>();
  const opened = openStore(path, now);
  if (!opened.ok) throw new Error(opened.failure.kind);
  const { store, damaged } = opened.value;
  if (moment === 'within') dieWithin(store);
  const verbs: Record<string, (...args: never[]) => unknown> = createWriterVerbs(store, path);
  let calls = 0;
  const verb = verbs[place ?? ''];
  if (verb !== undefined) {
    verbs[place as string] = (...args) => {
      calls += 1;
      if (moment === 'before' && calls === Number(time)) die();
      const value = verb(...args);
      if (moment === 'after' && calls === Number(time)) die();
      return value;
    };
  }
  serveThread({ ...verbs, opening: () => ({ ok: true, value: { damaged } }) });
}

/** Ends the program in the middle of a transaction: when a row of a table is written, and nothing is committed. */
function dieWithin(store: Store): void {
  let rows = 0;
  store.function('die', () => {
    rows += 1;
    return rows === Number(time) ? die() : 0;
  });
  const event = place === 'import' ? `update of phase on main.import when new.phase = 'accepted'` : `insert on main.${place}`;
  const transaction = store.transaction.bind(store);
  // Set anew for each transaction: a change of `temp_store` forgets everything temporary.
  store.transaction = ((work: (...args: unknown[]) => unknown) =>
    transaction((...args: unknown[]) => {
      store.exec(`create temp trigger if not exists die after ${event} begin select die(); end`);
      return work(...args);
    })) as Store['transaction'];
}

async function run([home, baseUrl, stage, ...files]: string[]): Promise<void> {
  const say = (line: string): void => void writeSync(1, `${line}\n`);
  const opened = await createApp({
    home: home as string,
    baseUrl,
    clock: systemClock,
    network: { isOnline: () => true, onChange: () => () => {} },
    vault: createSessionVault(),
    log: silentLog,
    who: 'test',
    threads: { writer: new URL(import.meta.url), stage: new URL(stage as string) },
  });
  if (!opened.ok) return say(`failed ${opened.failure.kind}`);
  const app = opened.value;
  say('open');
  app.subscribe(({ counts, openImports }) => {
    if (openImports.some(({ phase, bytesRead }) => phase === 'reading' && bytesRead > 0)) say('reading');
    say(`delivered ${counts.delivered}`);
  });
  for (const path of files) {
    const begun = await app.openFile(basename(path), { path });
    if (!begun.ok) return say(`failed ${begun.failure.kind}`);
    await app.settled();
    say(`review ${basename(path)}`);
    say(`accept ${basename(path)}`);
    const accepted = await app.serve('import.accept', begun.value);
    say(accepted.ok ? `accepted ${basename(path)}` : `failed ${accepted.failure.kind}`);
  }
  // Whatever is still on its way goes on; the end comes from outside, or this was no crash.
  setTimeout(() => process.exit(), LONGEST_MS);
}

if (isMainThread) await run(process.argv.slice(2));
else writer();
