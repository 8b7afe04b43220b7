// Calls across threads, as typed promises: a worker offers plain functions, the other side awaits them.
// Arguments and answers are structured clones; a throw in the worker rejects here, with its code.
import { type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads';

// biome-ignore lint/suspicious/noExplicitAny: any function may be offered; the proxy keeps its exact type
type Verbs = Record<string, (...args: any[]) => unknown>;

/** The same functions, answered from another thread. */
export type Remote<V> = {
  readonly [K in keyof V]: V[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;
};

export interface Thread<V> {
  readonly verbs: Remote<V>;
  /** Calls back with everything the worker announces by itself. */
  readonly onNotice: (listener: (notice: unknown) => void) => void;
  /** Ends the thread after the calls that are under way. */
  readonly stop: () => Promise<void>;
  /** Ends the thread at once. */
  readonly kill: () => Promise<void>;
}

interface Call {
  readonly id: number;
  readonly verb: string;
  readonly args: readonly unknown[];
}
type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: unknown; readonly code: unknown }
  | { readonly notice: unknown };

/** Starts the program at `url` in a thread of its own and hands it `input`. */
export function startThread<V>(url: URL, input: unknown): Thread<V> {
  const worker = new Worker(url, { workerData: input, stdout: false, stderr: false });
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  const listeners: ((notice: unknown) => void)[] = [];
  let nextId = 1;
  let ended: Error | null = null;
  let drained: (() => void) | null = null;

  function endAll(error: Error): void {
    ended = error;
    for (const waiter of pending.values()) waiter.reject(error);
    pending.clear();
    drained?.();
  }
  worker.on('message', (answer: Answer) => {
    if ('notice' in answer) {
      for (const listener of listeners) listener(answer.notice);
      return;
    }
    const waiter = pending.get(answer.id);
    pending.delete(answer.id);
    if ('error' in answer) waiter?.reject(withCode(answer.error, answer.code));
    else waiter?.resolve(answer.value);
    if (pending.size === 0) drained?.();
  });
  worker.on('error', endAll);
  worker.on('exit', (code) => endAll(ended ?? new Error(`a thread ended with code ${code}`)));

  const verbs = new Proxy({} as Remote<V>, {
    get:
      (_, verb: string) =>
      (...args: unknown[]) =>
        new Promise((resolve, reject) => {
          if (ended !== null) return reject(ended);
          const id = nextId;
          nextId += 1;
          pending.set(id, { resolve, reject });
          worker.postMessage({ id, verb, args } satisfies Call);
        }),
  });
  return {
    verbs,
    onNotice: (listener) => void listeners.push(listener),
    stop: async () => {
      if (pending.size > 0 && ended === null) await new Promise<void>((resolve) => (drained = resolve));
      await worker.terminate();
    },
    kill: async () => void (await worker.terminate()),
  };
}

/** A structured clone of an error keeps its words and loses its code, by which a full or broken disk is known. */
function withCode(error: unknown, code: unknown): unknown {
  return error instanceof Error && code !== null ? Object.assign(error, { code }) : error;
}

/** What this thread was started with. */
export function threadInput<T>(): T {
  return workerData as T;
}

/** Announces something to the thread that started this one. */
export function announce(notice: unknown): void {
  (parentPort as MessagePort).postMessage({ notice } satisfies Answer);
}

/** Offers `verbs` to the thread that started this one. Calls are answered in the order they came. */
export function serveThread(verbs: Verbs): void {
  const port = parentPort as MessagePort;
  port.on('message', async (call: Call) => {
    try {
      const value = await verbs[call.verb]?.(...call.args);
      port.postMessage({ id: call.id, value } satisfies Answer);
    } catch (error) {
      port.postMessage({
        id: call.id,
        error,
        code: error instanceof Error && 'code' in error ? error.code : null,
      } satisfies Answer);
    }
  });
}
