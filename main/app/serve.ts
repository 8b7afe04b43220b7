// From an untrusted name and input to a Reply. The only place that parses a call, and one of the two that catch a bug.
import { type CallName, calls, type Reply } from '../../shared/calls.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail } from '../../shared/result.ts';
import type { Log } from '../base/ports.ts';
import type { Handlers } from './handler-ports.ts';

/** No call of ours comes near this; a file goes another way. */
export const MAX_CALL_BYTES = 1024 * 1024;

function isCall(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

/** Answers any call, however malformed, with a value. `stumbled` knows the failure behind what a read of the outbox threw. */
export function createServe(
  handlers: Handlers,
  log: Log,
  stumbled: (error: unknown) => Failure | null,
): (name: string, input: unknown) => Promise<Reply> {
  return async (name, input) => {
    if (!isCall(name)) return fail({ kind: 'input-refused', why: 'no such call' });
    const parsed = calls[name].input.safeParse(input ?? {});
    if (!parsed.success) {
      return fail({
        kind: 'input-refused',
        why: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
      });
    }
    try {
      return (await (handlers[name] as (input: unknown) => Promise<Reply>)(parsed.data)) as Reply;
    } catch (error) {
      const failure = stumbled(error);
      if (failure !== null) return fail(failure);
      log('error', 'a call failed unexpectedly', { call: name, error: error instanceof Error ? error.stack : String(error) });
      return fail({ kind: 'unexpected', words: error instanceof Error ? error.name : 'unknown' });
    }
  };
}
