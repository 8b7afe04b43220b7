// What each call of the window does, in a few lines each. Inputs are parsed already; failures go back as values.
import { randomUUID } from 'node:crypto';
import { isAbsolute } from 'node:path';
import type { ParsedInput } from '../../shared/calls.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { stockholmToday } from '../../shared/stockholm-time.ts';
import { checkRow, draftProblem, trimmedDraft } from '../import/check/rows.ts';
import { sampleCsv } from '../practice/orders.ts';
import { createBookingHandlers } from './booking-handlers.ts';
import { testConnection } from './connection-test.ts';
import type { HandlerPorts, Handlers } from './handler-ports.ts';
import { outboxCsv } from './outbox-csv.ts';

const NO_DESKTOP: Failure = { kind: 'input-refused', why: 'only the desktop program can do this' };

/** Counting a search looks at every match; it yields so often that nothing else waits for it. */
const COUNT_PAGE = 500;

/** Makes the handlers over whatever environment is open at the moment of a call. */
export function createHandlers(ports: HandlerPorts): Handlers {
  const { clock, changed, settingsFile, vault, workspace } = ports;

  /** A change of the outbox: counted, shown, and looked at for something to send. */
  async function touch<T>(work: Promise<Result<T>>): Promise<Result<T>> {
    const done = await work;
    changed();
    workspace().sync.poke();
    return done;
  }

  async function counted(input: ParsedInput<'outbox.count'>): Promise<number> {
    const { lists } = workspace();
    if ((input.filter.search?.trim() ?? '') === '') return lists.count(input.filter);
    let count = 0;
    for (let before: number | null | undefined; before !== null; ) {
      const page: ReturnType<typeof lists.list> = lists.list(input.filter, before, COUNT_PAGE);
      count += page.items.length;
      before = page.next;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return count;
  }

  return {
    'snapshot.get': async () => ok(ports.snapshot()),

    'outbox.list': async ({ filter, before, limit }) => ok(workspace().lists.list(filter, before, limit)),
    'outbox.count': async (input) => ok({ count: await counted(input) }),
    'outbox.detail': async ({ seq }) => {
      const detail = workspace().lists.detail(seq);
      return detail === null ? fail({ kind: 'gone', what: 'result' }) : ok(detail);
    },
    'outbox.groups': async () => ok(workspace().lists.groups()),
    'outbox.retry': async ({ selection }) => {
      const retried = await touch(workspace().writer.retry(selection, clock.now()));
      return retried.ok ? ok({ count: retried.value }) : retried;
    },
    'outbox.discard': async ({ selection }) => {
      const undo = randomUUID();
      const discarded = await touch(workspace().writer.discard(selection, undo, clock.now()));
      workspace().imports.recount();
      return discarded.ok ? ok({ count: discarded.value, undo }) : discarded;
    },
    'outbox.restore': async ({ undo }) => {
      const restored = await touch(workspace().writer.restore(undo, clock.now()));
      workspace().imports.recount();
      return restored.ok ? ok({ count: restored.value }) : restored;
    },
    'outbox.resend': async ({ seq, result }) => {
      const draft = trimmedDraft(result);
      const checked = checkRow(draft);
      if (checked.result === null) return fail(draftProblem(draft));
      const resent = await touch(workspace().writer.resend(seq, checked.result, clock.now()));
      return resent.ok ? ok({ seq: resent.value }) : resent;
    },
    'outbox.export': async ({ filter }) => ok(await outboxCsv(workspace().lists, filter, clock.now())),

    'import.list': async ({ before, limit }) => ok(workspace().imports.list(before, limit)),
    'import.get': async ({ id }) => workspace().imports.summary(id),
    'import.rows': async ({ id, verdicts, group, after, limit }) =>
      workspace().imports.rows(id, { verdicts, group }, after, limit),
    'import.paste': async ({ text }) => workspace().imports.start('pasted.csv', { bytes: new TextEncoder().encode(text) }),
    'import.sample': async () => ok({ name: 'sample.csv', text: sampleCsv(stockholmToday(clock.now())) }),
    'import.again': async ({ id }) => {
      const { imports } = workspace();
      const before = imports.summary(id);
      if (!before.ok) return before;
      const { name, path, phase } = before.value;
      return phase === 'failed' && path !== '' ? imports.start(name, { path }) : fail({ kind: 'gone', what: 'file' });
    },
    'import.accept': async ({ id }) => touch(workspace().imports.accept(id)),
    'import.cancel': async ({ id }) => {
      const cancelled = await touch(workspace().imports.cancel(id));
      return cancelled.ok ? ok({}) : cancelled;
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
    'import.repair': async ({ id, record, result }) => {
      const undo = randomUUID();
      const repaired = await touch(workspace().imports.repair(id, record, result, undo));
      return repaired.ok ? ok({ ...repaired.value, undo }) : repaired;
    },
    'import.fixAll': async ({ id, fix, ...key }) => {
      const undo = randomUUID();
      const fixed = await touch(workspace().imports.fixAll(id, key, fix, undo));
      return fixed.ok ? ok({ count: fixed.value, undo }) : fixed;
    },
    'import.undo': async ({ id, undo }) => {
      const undone = await touch(workspace().imports.undo(id, undo));
      return undone.ok ? ok({ count: undone.value }) : undone;
    },
    'import.release': async ({ id }) => {
      const released = await touch(workspace().imports.release(id));
      return released.ok ? ok({ count: released.value }) : released;
    },

    'watched.change': async (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const all = settingsFile.read().watched;
      const { environment } = workspace();
      const watched = { ...all[environment], ...given };
      if (watched.on && !isAbsolute(watched.folder)) {
        return fail({ kind: 'input-refused', why: 'name the whole path of the folder' });
      }
      const settings = settingsFile.change({ watched: { ...all, [environment]: watched } });
      workspace().watched.changed();
      changed();
      return settings;
    },

    ...createBookingHandlers(ports),

    'sync.sendNow': async () => {
      // The answer is "it has begun"; how it goes is in the snapshot. A program that is ending sends nothing any more.
      workspace()
        .sync.sendNow()
        .catch(() => {});
      return ok({});
    },
    'sync.pause': async ({ until }) => {
      await workspace().sync.pause(until);
      return ok({});
    },
    'sync.resume': async () => {
      await workspace().sync.resume();
      return ok({});
    },

    'storage.restore': async () => {
      const restored = await touch(workspace().restore());
      return restored.ok ? ok({ count: restored.value }) : restored;
    },

    'diagnostics.build': async () => ok(await ports.diagnose()),
    'desktop.startAtLogin': async ({ on }) => {
      if (ports.desktop === null) return fail(NO_DESKTOP);
      const kept = ports.desktop.startAtLogin(on);
      ports.lookUpDesktop();
      return kept.ok ? ok({}) : kept;
    },
    'desktop.chooseFolder': async () =>
      ports.desktop === null ? fail(NO_DESKTOP) : ok({ path: await ports.desktop.chooseFolder() }),
    'desktop.showDataFolder': async () => {
      if (ports.desktop === null) return fail(NO_DESKTOP);
      ports.desktop.showFolder(ports.home);
      return ok({});
    },

    'settings.get': async () => {
      // The window opens: whether the program starts at login may have been changed elsewhere since.
      ports.lookUpDesktop();
      return ok(settingsFile.read());
    },
    'settings.change': async (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const settings = settingsFile.change(given);
      if (settings.ok && 'baseUrl' in given) workspace().sync.unblock();
      changed();
      return settings;
    },
    'environment.switch': async ({ environment, word }) => {
      if (environment === 'production' && word.trim().toLowerCase() !== 'production') {
        return fail({ kind: 'input-refused', why: 'type the word Production to switch to live data' });
      }
      const switched = await ports.switchTo(environment);
      return switched.ok ? ok({}) : switched;
    },

    'account.save': async ({ username, password }) => {
      const written = await vault.write(workspace().vaultName, { username, password });
      if (!written.ok) return written;
      await ports.lookUpAccount();
      workspace().sync.unblock();
      return ok({ kept: vault.keeps });
    },
    'account.forget': async () => {
      const forgotten = await vault.forget(workspace().vaultName);
      await ports.lookUpAccount();
      return forgotten.ok ? ok({}) : forgotten;
    },
    'account.test': async ({ username, password }) => {
      const { account, baseUrl, database } = workspace();
      if (username !== undefined && password !== undefined)
        return ok(await testConnection(baseUrl(), database, { username, password }, clock));
      const kept = await account();
      return kept.ok ? ok(await testConnection(baseUrl(), database, kept.value, clock)) : kept;
    },
  };
}
