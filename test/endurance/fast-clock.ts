// A clock that runs sixty times as fast as the machine's, and that can be set wrong. Timers and sockets stay real.
import { type Clock, systemClock } from '../../main/base/ports.ts';

const SPEED = 60;

export interface FastClock extends Clock {
  /** Sets the wall clock forward, or back; time that passed stays what it was. */
  readonly step: (ms: number) => void;
  /** The machine was started anew: what counts from its start begins again. */
  readonly reboot: () => void;
}

/** Starts at the wall's time. */
export function fastClock(): FastClock {
  const begun = systemClock.monotonic();
  let [wall, started] = [systemClock.now(), begun];
  const since = (moment: number): number => Math.round((systemClock.monotonic() - moment) * SPEED);
  return {
    now: () => wall + since(begun),
    monotonic: () => since(started),
    after: (ms, callback) => systemClock.after(ms / SPEED, callback),
    step: (ms) => {
      wall += ms;
    },
    reboot: () => {
      started = systemClock.monotonic();
    },
  };
}
