// What each call of the window does, in a few lines each. Inputs are parsed already; failures go back as values.
import { isAbsolute } from 'node:path';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok } from '../../shared/result.ts';
import { createBookingHandlers } from './booking-handlers.ts';
import { testConnection } from './connection-test.ts';
import { type HandlerPorts, type Handlers, touched } from './handler-ports.ts';
import { createImportHandlers } from './import-handlers.ts';
import { createOrderHandlers } from './order-handlers.ts';
import { createOutboxHandlers } from './outbox-handlers.ts';

const NO_DESKTOP: Failure = { kind: 'input-refused', why: 'only the desktop program can do this' };

/** Makes the handlers over whatever environment is open at the moment of a call. */
export function createHandlers(ports: HandlerPorts): Handlers {
  const { clock, changed, settingsFile, vault, workspace } = ports;
  /** The folders that the person chose since the program started. */
  const chosen = new Set<string>();

  return {
    'snapshot.get': async () => ok(ports.snapshot()),

    'watched.change': async (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const all = settingsFile.read().watched;
      const { folder } = change;
      // On a desktop a person chooses in the system's own dialog; whoever can only speak to the page names no folder.
      const isKnown = folder === '' || chosen.has(folder ?? '') || Object.values(all).some((kept) => kept.folder === folder);
      if (ports.desktop !== null && folder !== undefined && !isKnown) {
        return fail({ kind: 'input-refused', why: 'choose the folder with the button' });
      }
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

    ...createOutboxHandlers(ports),
    ...createOrderHandlers(ports),
    ...createImportHandlers(ports),
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
      const restored = await touched(ports, workspace().restore());
      return restored.ok ? ok({ count: restored.value }) : restored;
    },

    'notices.dismiss': async ({ kind }) => {
      const dismissed = await ports.dismiss(kind);
      return dismissed.ok ? ok({}) : dismissed;
    },

    'diagnostics.build': async () => ok(await ports.diagnose()),
    'desktop.startAtLogin': async ({ on }) => {
      if (ports.desktop === null) return fail(NO_DESKTOP);
      const kept = ports.desktop.startAtLogin(on);
      ports.lookUpDesktop();
      return kept.ok ? ok({}) : kept;
    },
    'desktop.chooseFolder': async () => {
      if (ports.desktop === null) return fail(NO_DESKTOP);
      const path = await ports.desktop.chooseFolder();
      if (path !== null) chosen.add(path);
      return ok({ path });
    },
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
      const { account, baseUrl, database, environment } = workspace();
      const { lookUp } = settingsFile.read();
      const how = { manner: lookUp, isOn: lookUp.on[environment] };
      if (username !== undefined && password !== undefined)
        return ok(await testConnection(baseUrl(), database, { username, password }, clock, how));
      const kept = await account();
      return kept.ok ? ok(await testConnection(baseUrl(), database, kept.value, clock, how)) : kept;
    },
  };
}
