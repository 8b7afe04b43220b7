// Two servers say everything again that they were told, in every place that an answer has. Whatever the app answers, shows,
// writes or notifies of it is searched for pieces of every secret that went out.
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWindowFiles } from '../../main/app/window-files.ts';
import { backUpNow } from '../../main/base/backups.ts';
import { createLog } from '../../main/base/log.ts';
import { type Clock, silentLog, systemClock } from '../../main/base/ports.ts';
import { openScratch } from '../../main/base/sqlite.ts';
import { startBrowserHost } from '../../main/browser/host.ts';
import { createSessionVault } from '../../main/credentials/session.ts';
import { createAlerts } from '../../main/desktop/alerts.ts';
import type { CallInput, CallName } from '../../shared/calls.ts';
import { stockholmToday } from '../../shared/stockholm-time.ts';
import { BRP_PLACES, FORMS, PLACES, type Stage, startEcho } from '../support/echo-server.ts';
import { temporaryFolder } from '../support/make.ts';
import { csv, openApp, type TestApp } from '../support/open-app.ts';
import { everyFile, tracesOf } from '../support/traces.ts';

// Blanks, quotes and other letters, so that each way of writing it down looks different.
const PASSWORD = 'k7#Vögel "zw&itsch<ern" +/= 92';
const BRP_PASSWORD = 'm3?Fågel \\sång% {för} 58~€';
const BRP_KEY = 'brp/k3y+9f27c1d0a8e6b4==';
const BASICPSF_STAGES: readonly Stage[] = ['login', 'layout', 'script', 'logout'];
/** What waits half a minute waits half a second. */
const hasty: Clock = { ...systemClock, after: (delayMs, callback) => systemClock.after(delayMs / 60, callback) };
/** A clock of which a minute is a second, for what collects what there is to tell. */
const began = { now: systemClock.now(), monotonic: systemClock.monotonic() };
const fast: Clock = {
  now: () => began.now + (systemClock.now() - began.now) * 60,
  monotonic: () => began.monotonic + (systemClock.monotonic() - began.monotonic) * 60,
  after: hasty.after,
};
const today = stockholmToday(Date.now());
const filter = { mode: 'mine', from: today, to: today } as const;

/** Everything that was said to anybody, by where. */
type Heard = [where: string, text: string][];

/** The calls of a browser's page; every answer is noted as it came. */
async function pageOn(
  app: TestApp,
  heard: Heard,
): Promise<<N extends CallName>(name: N, input: CallInput<N>) => Promise<unknown>> {
  const host = await startBrowserHost({
    app: app.app,
    files: createWindowFiles(temporaryFolder(), "'self'"),
    folder: app.home,
    log: silentLog,
    port: 0,
  });
  onTestFinished(() => host.close());
  return async (name, input) => {
    const answered = await fetch(`${host.origin}/call/${name}`, {
      method: 'POST',
      headers: { 'X-Courier-Key': host.key },
      body: JSON.stringify(input),
    });
    const text = await answered.text();
    heard.push([name, text]);
    const reply = JSON.parse(text);
    return reply.ok ? reply.value : undefined;
  };
}

describe('servers that say everything again', () => {
  it('teach nobody a secret: no answer, no notification, no log, no file', { timeout: 300_000 }, async () => {
    const server = await startEcho();
    onTestFinished(server.stop);
    const heard: Heard = [];
    const holder: { write: ReturnType<typeof createLog> | null } = { write: null };
    const app = await openApp({
      clock: hasty,
      environment: 'test',
      vault: createSessionVault(),
      log: (level, words, facts) => holder.write?.(level, words, facts),
    });
    holder.write = createLog(join(app.home, 'logs'), systemClock, 'debug');
    const ask = await pageOn(app, heard);
    const alerts = createAlerts({
      clock: fast,
      wants: () => ({ actionNeeded: true, delayed: true, info: true }),
      groups: () => app.call('outbox.groups', {}),
      show: (alert) => void heard.push(['notification', JSON.stringify(alert)]),
      withdraw: () => {},
    });
    onTestFinished(alerts.stop);
    app.app.subscribe((snapshot) => {
      heard.push(['snapshot', JSON.stringify(snapshot)]);
      alerts.see(snapshot);
    });

    await ask('settings.change', { baseUrl: server.baseUrl });
    await ask('account.save', { username: 'clerk', password: PASSWORD });
    await ask('brp.change', { baseUrl: server.baseUrl, level: 3, personid: 77_341_209, format: 'json' });
    await ask('brp.save', { apikey: BRP_KEY, username: 'clerk', password: BRP_PASSWORD });

    /** What every page of the window asks for. */
    async function lookAround(): Promise<void> {
      const { items } = await app.call('outbox.list', { filter: {} });
      const { imports } = await app.call('import.list', {});
      await ask('snapshot.get', {});
      await ask('outbox.list', { filter: {} });
      await ask('outbox.groups', {});
      await ask('outbox.export', { filter: {} });
      await ask('import.list', {});
      await ask('bookings.edits', {});
      await ask('settings.get', {});
      for (const { seq } of items.slice(0, 3)) await ask('outbox.detail', { seq });
      const id = imports[0]?.id ?? 0;
      for (const name of ['import.get', 'import.rows', 'import.receipt', 'import.failedRows'] as const) await ask(name, { id });
    }

    let orders = 0;
    async function push(): Promise<void> {
      orders += 1;
      await app.queue(
        csv(`ORD-${orders},Booked,${today},Li Fang`, `ORD-B${orders},Booked,someday,Li Fang`),
        `file-${orders}.csv`,
      );
      await ask('outbox.retry', { selection: { filter: {} } });
      heard.push(['report', JSON.stringify(await app.app.push({ everything: true }))]);
    }

    const forms = Object.values(FORMS);
    let turns = 0;
    for (const place of Object.values(PLACES)) {
      for (const stage of BASICPSF_STAGES) {
        // A form and a coding of its own for each, and over all of them every form at every stage.
        turns += 1;
        Object.assign(server.turn, { stage, place, form: forms[turns % forms.length], zipped: turns % 3 === 0 });
        await ask('account.test', {});
        if (stage !== 'layout') await push();
        // A refused account waits for a person; it is saved anew.
        await ask('account.save', { username: 'clerk', password: PASSWORD });
      }
      server.turn.form = forms[0] as (text: string) => string;
      await push();
      await lookAround();
    }

    server.turn.stage = 'none';
    await ask('bookings.show', { filter });
    for (const place of Object.values(BRP_PLACES)) {
      for (const form of forms) {
        server.turn.stage = 'none';
        await ask('bookings.refresh', { filter });
        const [row] = await app.call('bookings.page', { filter, offset: 0 });
        turns += 1;
        Object.assign(server.turn, { stage: 'brp', place, form, zipped: turns % 3 === 0 });
        await ask('brp.test', {});
        await ask('bookings.refresh', { filter });
        if (row !== undefined) {
          const edit = (await ask('bookings.edit', {
            booking: row.booking,
            ask: {},
            change: { internalmessage: `Ring ${turns}` },
          })) as { id: number } | undefined;
          await app.app.settled();
          await ask('bookings.edits', {});
          if (edit !== undefined) await ask('bookings.dropEdit', { id: edit.id });
        }
        await ask('bookings.outline', { filter });
        await ask('bookings.page', { filter, offset: 0 });
        await ask('bookings.choices', {});
        await ask('bookings.export', { filter, form: 'csv' });
        await ask('bookings.export', { filter, form: 'tabs' });
        await ask('snapshot.get', {});
      }
    }
    await lookAround();
    await ask('diagnostics.build', {});

    const path = join(app.home, 'test', 'outbox.sqlite');
    const store = openScratch(path);
    backUpNow(store, path, '2025-04-28');
    store.close();

    // The servers got what they echo, and the search finds it where it is.
    expect(server.secrets).toContain(PASSWORD);
    expect(server.secrets).toContain(BRP_KEY);
    expect(server.secrets).toContain(Buffer.from(`clerk:${BRP_PASSWORD}`).toString('base64'));
    const traces = tracesOf(server.secrets);
    for (const secret of server.secrets) {
      for (const form of forms) expect(traces.in('', `x${form(`said ${secret} again`)}x`)).not.toEqual([]);
      expect(traces.in('', Buffer.from(`x${secret}`, 'utf16le'))).not.toEqual([]);
    }

    const files = everyFile(app.home);
    expect(files.map(([file]) => file).join()).toMatch(/outbox\.sqlite/);
    const asked = heard.map(([, text]) => text).join('\n');
    expect(asked).toContain('[redacted]');
    const databases = files.filter(([file]) => file.endsWith('.sqlite'));
    expect(databases.some(([, bytes]) => bytes.includes('[redacted]'))).toBe(true);
    expect(heard.some(([where]) => where === 'notification')).toBe(true);
    const leaks = [...heard, ...files].flatMap(([where, bytes]) => traces.in(where, bytes));
    expect([...new Set(leaks)].slice(0, 20)).toEqual([]);
    // Who a person is in BRP is no secret of the settings, but it does not leave this computer with what helps somebody help.
    const [, diagnostics = ''] = heard.findLast(([where]) => where === 'diagnostics.build') ?? [];
    expect(diagnostics).not.toContain('77341209');
    for (const [file, bytes] of files.filter(([file]) => file.endsWith('.log')))
      expect([file, bytes.includes('77341209')]).toEqual([file, false]);
  });
});
