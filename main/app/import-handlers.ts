// What each call about a dropped file does: reads it anew, repairs its rows, queues it, takes it back.
import { randomUUID } from 'node:crypto';
import type { CallName } from '../../shared/calls.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { stockholmToday } from '../../shared/stockholm-time.ts';
import { checkRow, trimmedDraft } from '../import/check/rows.ts';
import { sampleCsv } from '../practice/orders.ts';
import { type HandlerPorts, type Handlers, touched } from './handler-ports.ts';
import { toldAlready, toldAlreadyOfHeld } from './told-already.ts';

/** Its results are invented: nothing of them may come near real orders. */
const NO_SAMPLE: Failure = { kind: 'input-refused', why: 'the sample file belongs to Practice; switch to Practice to try it' };

/** Makes the handlers of the import over whatever environment is open at the moment of a call. */
export function createImportHandlers(ports: HandlerPorts): Pick<Handlers, Extract<CallName, `import.${string}`>> {
  const { clock, workspace } = ports;
  const touch = <T>(work: Promise<Result<T>>): Promise<Result<T>> => touched(ports, work);
  return {
    'import.list': async ({ before, limit }) => ok(workspace().imports.list(before, limit)),
    'import.get': async ({ id }) => workspace().imports.summary(id),
    'import.rows': async ({ id, verdicts, group, theirs, after, limit }) =>
      workspace().imports.rows(id, { verdicts, group, theirs }, after, limit),
    'import.paste': async ({ text }) => workspace().imports.start('pasted.csv', { bytes: new TextEncoder().encode(text) }),
    'import.sample': async () =>
      workspace().environment !== 'practice'
        ? fail(NO_SAMPLE)
        : ok({ name: 'sample.csv', text: sampleCsv(stockholmToday(clock.now())) }),
    'import.again': async ({ id }) => {
      const { imports } = workspace();
      const before = imports.summary(id);
      if (!before.ok) return before;
      const { name, path, phase } = before.value;
      return (phase === 'failed' || phase === 'cancelled') && path !== ''
        ? imports.start(name, { path })
        : fail({ kind: 'gone', what: 'file' });
    },
    'import.accept': async ({ id }) => touch(workspace().imports.accept(id)),
    'import.cancel': async ({ id }) => {
      const cancelled = await touch(workspace().imports.cancel(id));
      return cancelled.ok ? ok({}) : cancelled;
    },
    'import.resume': async ({ id }) => workspace().imports.resume(id),
    'import.discard': async ({ id }) => {
      const discarded = await touch(workspace().imports.discard(id));
      return discarded.ok ? ok({}) : discarded;
    },
    'import.receipt': async ({ id }) => workspace().imports.receipt(id),
    'import.failedRows': async ({ id }) => workspace().imports.failedRows(id),
    'import.reread': async ({ id, choice, dropRepairs }) => workspace().imports.readAgain(id, choice, dropRepairs),
    'import.withdraw': async ({ id }) => {
      const undo = randomUUID();
      const withdrawn = await touch(workspace().imports.withdraw(id, undo));
      return withdrawn.ok ? ok({ ...withdrawn.value, undo }) : withdrawn;
    },
    'import.problems': async ({ id }) => workspace().imports.problems(id),
    'import.repair': async ({ id, record, result, over }) => {
      const { imports, lists } = workspace();
      const file = imports.summary(id);
      const repairedTo = checkRow(trimmedDraft(result)).result;
      // A row in review is compared with the outbox there; a held row goes out from here.
      if (file.ok && file.value.phase === 'accepted' && repairedTo !== null) {
        const told = toldAlready(lists, repairedTo, null, over);
        if (told !== null) return fail(told);
      }
      const undo = randomUUID();
      const repaired = await touch(workspace().imports.repair(id, record, result, undo));
      return repaired.ok ? ok({ ...repaired.value, undo }) : repaired;
    },
    'import.fixAll': async ({ id, fix, over, ...key }) => {
      const file = workspace().imports.summary(id);
      if (file.ok && file.value.phase === 'accepted') {
        const told = await toldAlreadyOfHeld(workspace(), id, key, fix, over);
        if (!told.ok) return told;
        if (told.value !== null) return fail(told.value);
      }
      const undo = randomUUID();
      const fixed = await touch(workspace().imports.fixAll(id, key, fix, undo));
      return fixed.ok ? ok({ count: fixed.value, undo }) : fixed;
    },
    'import.holdUnknown': async ({ id, hold }) => {
      const undo = randomUUID();
      const held = await touch(workspace().imports.holdUnknown(id, hold, undo));
      return held.ok ? ok({ count: held.value, undo }) : held;
    },
    'import.chooseTheirs': async ({ id, choice }) => touch(workspace().imports.chooseTheirs(id, choice)),
    'import.lookUp': async ({ id, wanted }) => {
      const asked = workspace().imports.lookUp(id, wanted);
      return asked.ok ? ok({}) : asked;
    },
    'import.undo': async ({ id, undo }) => {
      const undone = await touch(workspace().imports.undo(id, undo));
      return undone.ok ? ok({ count: undone.value }) : undone;
    },
    'import.goOn': async ({ id, on }) => {
      const { writer } = workspace();
      const answered = await touch(on ? writer.goOn(id, clock.now()) : writer.staysStopped(id));
      return answered.ok ? ok({ count: answered.value }) : answered;
    },
    'import.release': async ({ id }) => {
      const released = await touch(workspace().imports.release(id));
      return released.ok ? ok({ count: released.value }) : released;
    },
  };
}
