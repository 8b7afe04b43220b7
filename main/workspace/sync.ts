// Keeps pushing whenever something is due: one pass at a time, and one timer. When to push is decided in next-move.ts.
import type { Failure } from '../../shared/failure.ts';
import { retryAfterMs } from '../outbox/retry.ts';
import type { PushOutcome } from '../push/push-outbox.ts';
import { asksPerson, nextMove, phaseOf, type Situation, spareMs, workAtFrom } from './next-move.ts';
import { createOnlineTime } from './online-time.ts';
import type { Sync, SyncPorts } from './sync-ports.ts';

/** After waking up the network needs a moment; a try before that would only fail. */
export const WAKE_GRACE_MS = 8_000;
/** However long the wait, the clock is looked at once a minute: it may have been set, or the machine may have slept. */
const LOOK_AGAIN_MS = 60_000;
const NOTHING_TAKEN_MS = 5_000;
const FOR_EVER = Number.MAX_SAFE_INTEGER;

/** Starts looking after the outbox at once, unless `automatic` is false. */
export function createSync(ports: SyncPorts, automatic = true): Sync {
  const { clock, lists, network } = ports;
  let pausedUntil = ports.meta.read<number | null>('pausedUntil', null);
  let trouble: Failure | null = null;
  let troubledPasses = 0;
  let spareUntil = 0;
  let pass: Promise<PushOutcome | null> | null = null;
  let settledInPass: number | null = null;
  /** When the last pass ended, epoch ms. */
  let endedAt = 0;
  let stopping = false;
  let sendingOnce = false;
  let isUrgent = false;
  const hurry = new AbortController();
  let cancelTimer = (): void => {};
  let drift = clock.now() - clock.monotonic();
  const onlineMs = createOnlineTime(
    clock,
    ports.meta.read('onlineMs', 0),
    () => network.isOnline() && !isPaused() && !asksPerson(trouble),
  );

  function isPaused(): boolean {
    return pausedUntil !== null && pausedUntil > clock.now();
  }

  function dueAt(): number | null {
    const now = clock.now();
    if (lists.fresh(0, 1).length > 0 || lists.returning(now, 1).length > 0) return now;
    // A pass that a full disk or a bug ended may have left results on board; the next one brings them back.
    if (pass === null && lists.tally().sending > 0) return now;
    return lists.nextDueAt(now);
  }

  function situation(): Situation {
    return {
      running: pass !== null,
      online: network.isOnline(),
      pausedUntil,
      trouble,
      spareUntil,
      workAt: workAtFrom(dueAt(), ports.intervalMs(), endedAt, clock.now()),
    };
  }

  function poke(): void {
    cancelTimer();
    if (stopping) return;
    onlineMs();
    noticeClock();
    if (!automatic) return;
    const move = nextMove(situation(), clock.now());
    if (move.push) void start();
    else cancelTimer = clock.after(Math.max(0, Math.min((move.until ?? FOR_EVER) - clock.now(), LOOK_AGAIN_MS)), poke);
  }

  function noticeClock(): void {
    const drifted = clock.now() - clock.monotonic();
    if (Math.abs(drifted - drift) > LOOK_AGAIN_MS) {
      // Slept, or set: due moments may be nonsense now, and the network may not be up yet.
      spareUntil = clock.now() + WAKE_GRACE_MS;
      // No sleep sets a clock back, so a pause is not made longer by that.
      if (drifted < drift && pausedUntil !== null && pausedUntil !== FOR_EVER) pausedUntil += drifted - drift;
      void ports.clampDue();
    }
    drift = drifted;
  }

  function start(): Promise<PushOutcome | null> {
    if (pass !== null) return pass;
    settledInPass = 0;
    pass = run().finally(() => {
      pass = null;
      endedAt = clock.now();
      settledInPass = null;
      sendingOnce = false;
      ports.changed();
      poke();
    });
    ports.changed();
    return pass;
  }

  function takeUrgency(): boolean {
    const was = isUrgent;
    isUrgent = false;
    return was;
  }

  async function run(): Promise<PushOutcome | null> {
    let outcome: PushOutcome | null = null;
    try {
      outcome = await ports.push(
        () => stopping || (isPaused() && !sendingOnce),
        (settled) => {
          settledInPass = (settledInPass ?? 0) + settled;
          ports.changed();
        },
        { hurry: hurry.signal, isUrgent: takeUrgency() },
      );
      trouble = outcome.trouble;
    } catch (error) {
      trouble = ports.crashed(error);
    }
    onlineMs();
    if (trouble === null) {
      troubledPasses = 0;
      // Due and yet not taken: another result of the same order is on its way. A moment later it has settled.
      spareUntil = settledInPass === 0 ? clock.now() + NOTHING_TAKEN_MS : 0;
    } else {
      troubledPasses += 1;
      spareUntil = clock.now() + (retryAfterMs(trouble) ?? spareMs(troubledPasses, ports.random()));
    }
    return outcome;
  }

  const stopListening = network.onChange(() => {
    onlineMs();
    if (network.isOnline()) {
      spareUntil = 0;
      troubledPasses = 0;
      isUrgent = true;
      void ports.hurry().then(poke);
    }
    ports.changed();
  });

  async function passNow(): Promise<PushOutcome | null> {
    // A pass under way has read its list already; what is due now gets a pass of its own.
    await pass;
    if (stopping) return null;
    spareUntil = 0;
    sendingOnce = true;
    return start();
  }

  async function setPause(until: number | null): Promise<void> {
    pausedUntil = until;
    onlineMs();
    await ports.meta.write('pausedUntil', until);
    ports.changed();
    poke();
  }

  return {
    status: () => {
      const now = situation();
      const move = nextMove({ ...now, running: false }, clock.now());
      return {
        phase: phaseOf(now, move, clock.now()),
        online: now.online,
        nextTryAt: now.running || isPaused() || move.push ? null : move.until,
        pausedUntil: isPaused() && pausedUntil !== FOR_EVER ? pausedUntil : null,
        trouble,
        settledInPass,
      };
    },
    poke,
    passNow,
    sendNow: async () => {
      isUrgent = true;
      await ports.hurry();
      return passNow();
    },
    pause: (until) => setPause(until ?? FOR_EVER),
    resume: () => setPause(null),
    unblock: () => {
      trouble = null;
      isUrgent = true;
      onlineMs();
      troubledPasses = 0;
      spareUntil = 0;
      poke();
    },
    woke: () => {
      spareUntil = clock.now() + WAKE_GRACE_MS;
      poke();
    },
    onlineMs,
    stop: async (hurryAfterMs) => {
      stopping = true;
      cancelTimer();
      stopListening();
      const cancelHurry = hurryAfterMs === undefined ? () => {} : clock.after(hurryAfterMs, () => hurry.abort());
      await pass;
      cancelHurry();
    },
  };
}
