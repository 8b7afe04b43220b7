// What the tests of the whole app share: the app on a home of its own, its calls with both sides of the contract checked,
// and a practice server beside it that the test can look into. Everything is real; only the clock may be moved by hand.
import { afterEach } from 'vitest';
import { createApp } from '../../main/app/app.ts';
import type { App, AppPorts } from '../../main/app/app-ports.ts';
import { silentLog, systemClock } from '../../main/base/ports.ts';
import { createSessionVault } from '../../main/credentials/session.ts';
import { createPracticeBasicPsf, type PracticeBasicPsf, type PracticeBasicPsfOptions } from '../../main/practice/basicpsf.ts';
import { type CallInput, type CallName, type CallOutput, calls, type Reply } from '../../shared/calls.ts';
import type { OutboxItem } from '../../shared/outbox-item.ts';
import { temporaryFolder } from './make.ts';

const leftovers: (() => Promise<void>)[] = [];
/** Stops now what the end of the test would stop. */
export async function stopApps(): Promise<void> {
  for (const clear of leftovers.splice(0).reverse()) await clear();
}
afterEach(stopApps);

export interface TestApp {
  readonly app: App;
  readonly home: string;
  /** The answer as it came. */
  readonly ask: <N extends CallName>(name: N, input: CallInput<N>) => Promise<Reply<N>>;
  /** The value of an answer that is not a failure, checked against the contract. */
  readonly call: <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N>>;
  /** Reads a file as far as its review; answers its id. */
  readonly drop: (name: string, csv: string) => Promise<number>;
  /** Reads a file and queues its rows; answers its id. */
  readonly queue: (csv: string, name?: string) => Promise<number>;
  /** Every result, newest first. */
  readonly items: () => Promise<OutboxItem[]>;
  readonly stop: () => Promise<void>;
}

/** Opens the app; `ports` say what differs from a quiet one that sends nothing by itself. */
export async function openApp(ports: Partial<AppPorts> = {}): Promise<TestApp> {
  const home = ports.home ?? temporaryFolder();
  const opened = await createApp({
    clock: systemClock,
    network: { isOnline: () => true, onChange: () => () => {} },
    vault: createSessionVault(),
    log: silentLog,
    who: 'test',
    autoPush: false,
    ...ports,
    home,
  });
  if (!opened.ok) throw new Error(`the app did not open: ${JSON.stringify(opened.failure)}`);
  const app = opened.value;
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => (stopping ??= app.stop());
  leftovers.push(stop);

  async function ask<N extends CallName>(name: N, input: CallInput<N>): Promise<Reply<N>> {
    return (await app.serve(name, input)) as Reply<N>;
  }
  async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const reply = await ask(name, input);
    if (!reply.ok) throw new Error(`${name} failed: ${JSON.stringify(reply.failure)}`);
    return calls[name].output.parse(reply.value) as CallOutput<N>;
  }
  async function drop(name: string, csv: string): Promise<number> {
    const begun = await app.openFile(name, { bytes: Buffer.from(csv) });
    if (!begun.ok) throw new Error(`${name} was not taken: ${JSON.stringify(begun.failure)}`);
    await app.settled();
    return begun.value.id;
  }
  return {
    app,
    home,
    ask,
    call,
    drop,
    queue: async (csv, name = 'results.csv') => {
      const id = await drop(name, csv);
      await call('import.accept', { id });
      return id;
    },
    items: async () => {
      const all: OutboxItem[] = [];
      for (let before: number | undefined; ; ) {
        const { items, next } = await call('outbox.list', { filter: {}, before, limit: 500 });
        all.push(...items);
        if (next === null) return all;
        before = next;
      }
    },
    stop,
  };
}

/** BasicPSF on a port of its own, gone after the test. */
export async function startBasicPsf(
  options: PracticeBasicPsfOptions = {},
): Promise<{ basicPsf: PracticeBasicPsf; baseUrl: string }> {
  const basicPsf = createPracticeBasicPsf(options);
  const { baseUrl } = await basicPsf.start();
  leftovers.push(basicPsf.stop);
  return { basicPsf, baseUrl };
}

/** A CSV of results: one `ref,result,date,inspector` line each, under the header of the API page. */
export function csv(...lines: readonly string[]): string {
  return ['internalOrderRef,bookingResult,bookingDate,inspectorName', ...lines, ''].join('\n');
}

/** Lines of Booked results for the orders `ORD-2025-00101` and on that Practice knows. */
export function bookedLines(count: number, inspector = 'Li Fang', first = 101): string[] {
  return Array.from({ length: count }, (_, n) => `ORD-2025-${String(first + n).padStart(5, '0')},Booked,2025-04-28,${inspector}`);
}
