// A clock that runs many times as fast as the machine's, and that can be set wrong. Timers and sockets stay real.
import { type Clock, systemClock } from '../../main/base/ports.ts';

export interface FastClock extends Clock {
  /** Sets the wall clock forward, or back; time that passed stays what it was. */
  readonly step: (ms: number) => void;
  /** The machine was started anew: what counts from its start begins again. */
  readonly reboot: () => void;
}

/** So many times as fast as the machine's. */
export const SPEED = 60;

/** Starts at the wall's time, and runs `speed` times as fast. */
export function fastClock(speed = SPEED): FastClock {
  const begun = systemClock.monotonic();
  let [wall, started] = [systemClock.now(), begun];
  const since = (moment: number): number => Math.round((systemClock.monotonic() - moment) * speed);
  return {
    now: () => wall + since(begun),
    monotonic: () => since(started),
    after: (ms, callback) => systemClock.after(ms / speed, callback),
    step: (ms) => {
      wall += ms;
    },
    reboot: () => {
      started = systemClock.monotonic();
    },
  };
}
