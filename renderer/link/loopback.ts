// The browser host's side of the seam: the `Courier` over loopback HTTP, for a page without a preload.
// The key arrives in the address once, moves to session storage, and goes back only in a header.
import type { CallInput, CallName, Courier, Reply } from '../../shared/calls.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { after } from './time.ts';

const KEY_NAME = 'courier-key';
const RECONNECT_MS = 1000;

/** Whether the app behind the window answers. */
export type HostState = 'connecting' | 'open' | 'gone' | 'no-key';

/** A courier that also says whether its app is there. */
export interface Loopback extends Courier {
  readonly onHost: (listener: (host: HostState) => void) => () => void;
}

/** Takes the key out of the address bar, so that it is neither bookmarked nor shown. */
export function takeKey(): string | null {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given !== null) {
    sessionStorage.setItem(KEY_NAME, given);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return sessionStorage.getItem(KEY_NAME);
}

/** Speaks the browser host's protocol: calls, files, and one long answer that carries the snapshots. */
export function createLoopback(key: string | null): Loopback {
  const headers = { 'X-Courier-Key': key ?? '' };
  const hostListeners = new Set<(host: HostState) => void>();
  const snapshotListeners = new Set<(snapshot: Snapshot) => void>();
  let host: HostState = key === null ? 'no-key' : 'connecting';
  let latest: Snapshot | null = null;
  let listening = false;

  const isShut = (): boolean => host === 'no-key';

  function setHost(next: HostState): void {
    if (next === host) return;
    host = next;
    for (const listener of hostListeners) listener(next);
  }

  function take(snapshot: Snapshot): void {
    latest = snapshot;
    setHost('open');
    for (const listener of snapshotListeners) listener(snapshot);
  }

  async function readSnapshots(): Promise<void> {
    const response = await fetch('./snapshots', { headers, cache: 'no-store' });
    if (response.status === 401 || response.status === 403) {
      setHost('no-key');
      return;
    }
    if (!response.ok || response.body === null) return;
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const events = (rest + value).split('\n\n');
      rest = events.pop() ?? '';
      // Only the newest counts: a snapshot is whole.
      const newest = events.findLast((event) => event.startsWith('data: '));
      if (newest !== undefined) take(JSON.parse(newest.slice('data: '.length)) as Snapshot);
    }
  }

  async function keepListening(): Promise<void> {
    if (listening || key === null) return;
    listening = true;
    while (snapshotListeners.size > 0 && !isShut()) {
      await readSnapshots().catch(() => undefined);
      if (!isShut()) setHost('gone');
      await new Promise<void>((resolve) => after(RECONNECT_MS, resolve));
    }
    listening = false;
  }

  async function post(path: string, type: string, body: string | File): Promise<Result<unknown>> {
    try {
      const response = await fetch(path, { method: 'POST', headers: { ...headers, 'Content-Type': type }, body });
      if (response.status === 401 || response.status === 403) setHost('no-key');
      return (await response.json()) as Result<unknown>;
    } catch {
      return fail({ kind: 'unexpected', words: 'Booking Courier did not answer.' });
    }
  }

  async function openFile(file: File): Promise<Result<{ id: number }>> {
    const unreadable = await whyUnreadable(file);
    if (unreadable !== null) return fail(unreadable);
    const path = `./files?name=${encodeURIComponent(file.name)}`;
    const answer = (await post(path, 'application/octet-stream', file)) as Result<{ id: number }>;
    // A browser breaks an upload off when the file changes under it, and does not say why.
    const isChanged = !answer.ok && answer.failure.kind === 'unexpected' && (await whyUnreadable(file)) !== null;
    return isChanged ? fail({ kind: 'file-unreadable', name: file.name, why: 'changed' }) : answer;
  }

  return {
    call: async <N extends CallName>(name: N, input: CallInput<N>) =>
      (await post(`./call/${name}`, 'application/json', JSON.stringify(input))) as Reply<N>,
    onSnapshot: (listener) => {
      snapshotListeners.add(listener);
      if (latest !== null) listener(latest);
      void keepListening();
      return () => snapshotListeners.delete(listener);
    },
    openFiles: async (files) => {
      const answers: Result<{ id: number }>[] = [];
      for (const file of files) answers.push(await openFile(file));
      return answers;
    },
    onHost: (listener) => {
      hostListeners.add(listener);
      listener(host);
      return () => hostListeners.delete(listener);
    },
  };
}

/** Tries the first byte: a browser names the reason here, while a failed upload would not. */
async function whyUnreadable(file: File): Promise<Failure | null> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return null;
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    const why = name === 'NotFoundError' ? 'missing' : name === 'NotReadableError' ? 'locked' : 'failed';
    return { kind: 'file-unreadable', name: file.name, why };
  }
}
