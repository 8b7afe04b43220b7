// What every part of the window stands on: the calls, the newest snapshot, the app's clock, and where failures are shown.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { CallInput, CallName, CallOutput, Courier } from '../../shared/calls.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { createLoopback, type HostState, takeKey } from './loopback.ts';
import { createCoalescer, every } from './time.ts';

declare global {
  /** Put there by the desktop shell's preload; absent in a plain browser. */
  var courier: Courier | undefined;
}

const QUERY_GAP_MS = 300;

/** The way to the app, and whether it is there. */
export interface Host {
  readonly courier: Courier;
  readonly onHost: (listener: (state: HostState) => void) => () => void;
}

/** The desktop shell where there is one, else the loopback host that served this page. */
export function findHost(): Host {
  if (globalThis.courier !== undefined) {
    return {
      courier: globalThis.courier,
      onHost: (listener) => {
        listener('open');
        return () => {};
      },
    };
  }
  const loopback = createLoopback(takeKey());
  return { courier: loopback, onHost: loopback.onHost };
}

/** Whether a dropped folder can be opened by its path; a browser only hands over the files in it. */
export function takesFolders(): boolean {
  return globalThis.courier !== undefined;
}

interface Seen {
  readonly snapshot: Snapshot;
  /** The page's own steady clock when the snapshot came. */
  readonly arrivedAt: number;
}

interface Foundation {
  readonly courier: Courier;
  readonly host: HostState;
  readonly seen: Seen | null;
  readonly failures: readonly Failure[];
  readonly report: (failure: Failure) => void;
  readonly dismiss: () => void;
  /** How often a person asked to look again, and the way to ask. */
  readonly looks: number;
  readonly lookAgain: () => void;
}

const FoundationContext = createContext<Foundation | null>(null);

function useFoundation(): Foundation {
  const foundation = useContext(FoundationContext);
  if (foundation === null) throw new Error('CourierProvider is missing');
  return foundation;
}

/** Listens to one host and hands what it says to everything inside. */
export function CourierProvider({ host, children }: { readonly host: Host; readonly children: ReactNode }): ReactNode {
  const [state, setState] = useState<HostState>('connecting');
  const [seen, setSeen] = useState<Seen | null>(null);
  const [failures, setFailures] = useState<readonly Failure[]>([]);
  useEffect(() => host.onHost(setState), [host]);
  useEffect(() => host.courier.onSnapshot((snapshot) => setSeen({ snapshot, arrivedAt: performance.now() })), [host]);
  const report = useCallback((failure: Failure) => {
    setFailures((known) => (known.some((other) => other.kind === failure.kind) ? known : [...known, failure].slice(-3)));
  }, []);
  const dismiss = useCallback(() => setFailures([]), []);
  const [looks, lookAgain] = useReducer((n: number) => n + 1, 0);
  const foundation = useMemo(
    () => ({ courier: host.courier, host: state, seen, failures, report, dismiss, looks, lookAgain }),
    [host, state, seen, failures, report, dismiss, looks],
  );
  return <FoundationContext value={foundation}>{children}</FoundationContext>;
}

/** The calls themselves. */
export function useCourier(): Courier {
  return useFoundation().courier;
}

/** Whether the app behind the window answers. */
export function useHostState(): HostState {
  return useFoundation().host;
}

/** The newest snapshot, or null before the first. */
export function useFirstSnapshot(): Snapshot | null {
  return useFoundation().seen?.snapshot ?? null;
}

/** The newest snapshot; only for parts that are drawn once there is one. */
export function useSnapshot(): Snapshot {
  const snapshot = useFirstSnapshot();
  if (snapshot === null) throw new Error('drawn before the first snapshot');
  return snapshot;
}

/** A number that moves whenever what is listed should be read again. */
export function useRevision(): number {
  return useSnapshot().revision + useFoundation().looks;
}

/** Reads everything on screen once more. */
export function useLookAgain(): () => void {
  return useFoundation().lookAgain;
}

/** The app's clock, epoch ms, moved on every second. */
export function useNow(): number {
  const { seen } = useFoundation();
  const [, tick] = useState(0);
  useEffect(() => every(1000, () => tick((n) => n + 1)), []);
  return seen === null ? 0 : seen.snapshot.now + (performance.now() - seen.arrivedAt);
}

/** Failures of what a person asked for, and how to take them away. */
export function useFailures(): Pick<Foundation, 'failures' | 'dismiss' | 'report'> {
  return useFoundation();
}

/** Makes a call for a person: the value, or null after the failure went to the message bar. */
export function useAct(): <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N> | null> {
  const { courier, report, dismiss } = useFoundation();
  return useCallback(
    async <N extends CallName>(name: N, input: CallInput<N>) => {
      const reply = await courier.call(name, input);
      if (reply.ok) {
        dismiss();
        return reply.value as CallOutput<N>;
      }
      report(reply.failure);
      return null;
    },
    [courier, report, dismiss],
  );
}

/** What a query said last. `value` stays while it is asked again; `current` tells whether it answers this very input. */
export interface Query<T> {
  readonly value: T | null;
  readonly current: boolean;
  readonly failure: Failure | null;
}

/** Asks, and asks again whenever the snapshot's revision moves. Null input asks nothing. */
export function useQuery<N extends CallName>(name: N, input: CallInput<N> | null): Query<CallOutput<N>> {
  const { courier } = useFoundation();
  const revision = useRevision();
  const key = input === null ? null : JSON.stringify(input);
  const [answer, setAnswer] = useState<{ key: string | null; value: CallOutput<N> | null; failure: Failure | null } | null>(null);
  const asker = useRef<{ ask: () => void; at: number } | null>(null);
  const revisionNow = useRef(revision);
  revisionNow.current = revision;

  useEffect(() => {
    if (key === null) return;
    let stopped = false;
    const coalescer = createCoalescer(async () => {
      const reply = await courier.call(name, JSON.parse(key) as CallInput<N>);
      if (stopped) return;
      setAnswer((last) =>
        reply.ok
          ? { key, value: reply.value as CallOutput<N>, failure: null }
          : { key, value: last?.key === key ? last.value : null, failure: reply.failure },
      );
    }, QUERY_GAP_MS);
    asker.current = { ask: coalescer.ask, at: revisionNow.current };
    coalescer.ask();
    return () => {
      stopped = true;
      coalescer.stop();
    };
  }, [courier, name, key]);

  useEffect(() => {
    if (asker.current === null || asker.current.at === revision) return;
    asker.current.at = revision;
    asker.current.ask();
  }, [revision]);

  return { value: answer?.value ?? null, current: answer?.key === key, failure: answer?.failure ?? null };
}
