// What each call about BasicPSF's own word does: asks it, compares with it, decides over it.
import type { CallName } from '../../shared/calls.ts';
import { ok, type Result } from '../../shared/result.ts';
import { checkDelivered } from './check-delivered.ts';
import { type HandlerPorts, type Handlers, touched } from './handler-ports.ts';

/** Makes the handlers over whatever environment is open at the moment of a call. */
export function createOrderHandlers(ports: HandlerPorts): Pick<Handlers, Extract<CallName, `order.${string}`>> {
  const { clock, workspace } = ports;
  let checking: { readonly abort: AbortController; readonly done: number; readonly of: number } | null = null;

  async function decided(work: Promise<Result<number>>): Promise<Result<{ count: number }>> {
    const done = await touched(ports, work);
    workspace().imports.recount();
    return done.ok ? ok({ count: done.value }) : done;
  }
  return {
    'order.held': async ({ internalOrderRef }) => {
      const found = await workspace().lookUps.lookUp([internalOrderRef]);
      if (!found.ok) return found;
      const held = found.value.orders.get(internalOrderRef);
      return ok({ at: found.value.at, held: held === undefined || held === 'absent' ? null : held });
    },
    'order.check': async (input) => {
      checking?.abort.abort();
      const mine = { abort: new AbortController(), done: 0, of: 0 };
      checking = mine;
      const progress = (done: number): void => void Object.assign(mine, { done });
      const begun = (of: number): void => void Object.assign(mine, { of });
      try {
        return await checkDelivered(workspace(), clock, input, { signal: mine.abort.signal, progress, begun });
      } finally {
        if (checking === mine) checking = null;
      }
    },
    'order.checking': async () => ok({ done: checking?.done ?? null, of: checking?.of ?? 0 }),
    'order.stopCheck': async () => {
      checking?.abort.abort();
      return ok({});
    },
    'order.leaveAsIs': async (seen) => {
      const left = await workspace().writer.leaveAsIs([seen]);
      return left.ok ? ok({}) : left;
    },
    'order.listAgain': async ({ seqs }) => {
      const listed = await workspace().writer.listAgain(seqs);
      return listed.ok ? ok({ count: listed.value }) : listed;
    },
    'order.keepTheirs': ({ selection }) => decided(workspace().writer.keepTheirs(selection, clock.now())),
    'order.asked': async ({ before, limit }) => ok(workspace().lists.asked(limit, before)),
    'order.askAgain': ({ seqs }) => decided(workspace().writer.askAgain(seqs, clock.now())),
    'order.sendOurs': ({ selection }) => decided(workspace().writer.sendOurs(selection, clock.now())),
  };
}
