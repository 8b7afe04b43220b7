// Marked secrets and a marked name go through everything the app does, faults included; then every place that could have
// kept one of them is searched, in every form it could have there.
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { backUpNow } from '../../main/base/backups.ts';
import { createLog } from '../../main/base/log.ts';
import { type Clock, systemClock } from '../../main/base/ports.ts';
import { openScratch } from '../../main/base/sqlite.ts';
import type { Fault } from '../../main/practice/faults.ts';
import type { CallInput, CallName } from '../../shared/calls.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { csv, openApp, startBasicPsf } from '../support/open-app.ts';

// Blanks, quotes and other letters, so that each way of writing it down looks different.
const PASSWORD = 'practice-password "canary" & åäö+/=';
const WRONG_PASSWORD = `${PASSWORD} not this one`;
const USERNAME = 'canary-clerk';
const INSPECTOR = 'Kanarie "Fågel" O’Läufer & Søn';

const proxies: Server[] = [];
afterAll(() => {
  for (const proxy of proxies) proxy.close();
});

/** A line between app and server on which the test listens, as anybody in the same network could not. */
async function tapped(target: string): Promise<{ baseUrl: string; heard: Set<string> }> {
  const heard = new Set<string>();
  const listen = ({ authorization, 'x-fm-data-access-token': token }: IncomingHttpHeaders): void => {
    for (const value of [authorization, token]) if (typeof value === 'string') heard.add(value.replace(/^\w+ /, ''));
  };
  const proxy = createServer((incoming, outgoing) => {
    listen(incoming.headers);
    const { method, url, headers } = incoming;
    const onward = request(target + url, { method, headers }, (answer) => {
      listen(answer.headers);
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.on('error', () => outgoing.destroy());
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  proxies.push(proxy);
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return { baseUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, heard };
}

/** Every way in which a text could have been written down. */
function formsOf(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const twice = JSON.stringify(json).slice(1, -1);
  const base64 = Buffer.from(text).toString('base64').replace(/=+$/, '');
  const ascii = json.replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const plain = [
    text,
    json,
    twice,
    ascii,
    base64,
    base64.replaceAll('+', '-').replaceAll('/', '_'),
    Buffer.from(text).toString('hex'),
  ];
  return [...new Set([...plain, ...plain.map(encodeURIComponent), encodeURI(text), text.toLowerCase()])];
}

function found(where: string, text: string, secrets: readonly string[]): string[] {
  return secrets.flatMap((secret) =>
    formsOf(secret)
      .filter((form) => text.includes(form))
      .map((form) => `${where}: ${form}`),
  );
}

/** Every file below a folder as text; bytes above 127 stay what they are in UTF-8. */
function filesIn(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path).toString('utf8')]);
}

/** What waits half a minute waits half a second. */
const hasty: Clock = { ...systemClock, after: (delayMs, callback) => systemClock.after(delayMs / 60, callback) };

const FAULTS: readonly (readonly ['login' | 'script' | 'logout' | 'any', Fault])[] = [
  ['script', { kind: 'session-killed' }],
  ['script', { kind: 'filemaker', code: '952' }],
  ['script', { kind: 'filemaker', code: '112', processed: true }],
  ['script', { kind: 'filemaker', code: '958', message: 'Parameter value is invalid' }],
  ['script', { kind: 'page', page: 'nginx-414' }],
  ['script', { kind: 'page', page: 'iis-404' }],
  ['script', { kind: 'reset' }],
  ['script', { kind: 'reset', processed: true, bodyBytes: 20 }],
  ['script', { kind: 'delay', ms: 3000 }],
  ['script', { kind: 'huge-body', bytes: 6 * 1024 * 1024 }],
  ['script', { kind: 'script-error', code: '401' }],
  ...(['truncated', 'not-json', 'json-error', 'absent', 'order-missing', 'order-added', 'wrong-counts'] as const).map(
    (change) => ['script', { kind: 'script-result', change }] as const,
  ),
  ['script', { kind: 'script-result', change: () => `{"results": "${INSPECTOR.replaceAll('"', '')}", ` }],
  ['script', { kind: 'redirect', to: `https://elsewhere.example/?password=${encodeURIComponent(PASSWORD)}` }],
  ['login', { kind: 'filemaker', code: '212' }],
  ['login', { kind: 'filemaker', code: '812' }],
  ['login', { kind: 'answer', answer: { status: 200, headers: {}, body: `<p>${INSPECTOR}</p>` } }],
  ['login', { kind: 'delay', ms: 2000 }],
  ['logout', { kind: 'page', page: 'nginx-414' }],
  ['logout', { kind: 'reset' }],
];

/** Replies in which the contract has inspectors' names. */
const NAMED_IN: readonly CallName[] = [
  'outbox.list',
  'outbox.detail',
  'outbox.export',
  'import.get',
  'import.reread',
  'import.rows',
  'import.problems',
  'import.failedRows',
  'import.repair',
  'import.receipt',
];

describe('a marked secret and a marked name', () => {
  it('appear in no log, no error and no snapshot, and the secrets in no file at all', { timeout: 60_000 }, async () => {
    const { basicPsf, baseUrl: server } = await startBasicPsf({
      unknownOrders: 'made-up',
      accounts: [{ username: USERNAME, password: PASSWORD }],
    });
    const { baseUrl, heard } = await tapped(server);
    const seen: string[] = [];
    const named: string[] = [];
    const lines: string[] = [];
    const holder: { write: ReturnType<typeof createLog> | null } = { write: null };
    const app = await openApp({
      clock: hasty,
      environment: 'test',
      log: (level, message, facts) => holder.write?.(level, message, facts),
    });
    holder.write = createLog(join(app.home, 'logs'), systemClock, 'debug');
    app.app.subscribe((snapshot: Snapshot) => void seen.push(JSON.stringify(snapshot)));
    async function ask<N extends CallName>(name: N, input: CallInput<N>): Promise<void> {
      const reply = await app.app.serve(name, input).catch((error: Error) => error.stack);
      (typeof reply === 'object' && reply.ok && NAMED_IN.includes(name) ? named : seen).push(JSON.stringify(reply));
    }

    // The account: saved, tried, refused, and asked for in ways that are refused.
    await ask('settings.change', { baseUrl });
    await ask('account.save', { username: USERNAME, password: WRONG_PASSWORD });
    await ask('account.test', {});
    await ask('account.test', { username: USERNAME, password: PASSWORD });
    await ask('account.save', { username: '', password: PASSWORD });
    await ask('account.save', { username: USERNAME, password: PASSWORD.repeat(20) });
    await ask('settings.change', {
      baseUrl: `https://${encodeURIComponent(USERNAME)}:${encodeURIComponent(PASSWORD)}@elsewhere.example`,
    });
    await ask('environment.switch', { environment: 'production', word: PASSWORD.slice(0, 40) });
    await ask(PASSWORD as CallName, {});

    // Files: good rows, bad rows, rows that end nowhere.
    const row = (n: number): string => `ORD-${n},Booked,2025-04-28,"${INSPECTOR.replaceAll('"', '""')}"`;
    const good = csv(
      ...Array.from({ length: 12 }, (_, n) => row(n)),
      `ORD-77,Booked,someday,"${INSPECTOR.replaceAll('"', '""')}"`,
    );
    for (const [name, text] of [
      ['good.csv', good],
      ['open-quote.csv', `${csv()}ORD-1,Booked,2025-04-28,"${INSPECTOR.replaceAll('"', '')}\n`.padEnd(70_000, 'x')],
      ['no-columns.csv', `order;inspector\nORD-1;${INSPECTOR}\n`],
    ] as const) {
      const id = await app.drop(name, text);
      for (const call of ['import.get', 'import.rows', 'import.accept', 'import.receipt'] as const) await ask(call, { id });
      await ask('import.repair', {
        id,
        record: 14,
        result: { internalOrderRef: 'ORD-77', bookingResult: 'Maybe', bookingDate: '', inspectorName: INSPECTOR },
      });
    }

    // A push with the wrong password, then one with every fault, then one without.
    const push = async (): Promise<void> => {
      lines.push(JSON.stringify(await app.app.push({ everything: true })));
      for (const name of ['outbox.list', 'outbox.groups', 'import.list'] as const)
        await ask(name, name === 'outbox.list' ? { filter: {} } : ({} as never));
      await ask('outbox.detail', { seq: 1 });
    };
    await push();
    await ask('account.save', { username: USERNAME, password: PASSWORD });
    for (const [on, fault] of FAULTS) {
      // A closing that was cut is sent once more.
      basicPsf.knobs.faults = [{ on, fault, when: on === 'logout' ? 2 : 1 }];
      await push();
      await app.queue(csv(row(100 + basicPsf.requests.length)), `after-${fault.kind}.csv`);
    }
    basicPsf.knobs.faults = [];
    await push();
    await ask('outbox.export', { filter: {} });
    await ask('outbox.list', { filter: { search: INSPECTOR } });
    await ask('outbox.resend', {
      seq: 1,
      result: { internalOrderRef: 'ORD-1', bookingResult: 'Booked', bookingDate: 'soon', inspectorName: INSPECTOR },
    });
    await ask('account.forget', {});
    expect(app.app.snapshot().counts.delivered).toBeGreaterThan(20);

    // A file in review, so that a staging file lies there too; a backup; and the logs have something in them.
    await app.drop('staged.csv', csv(row(900)));
    const path = join(app.home, 'test', 'outbox.sqlite');
    const store = openScratch(path);
    backUpNow(store, path, '2025-04-28');
    store.close();
    const files = filesIn(app.home);
    const logs = files.filter(([place]) => place.endsWith('.log'));
    const logged = logs.map(([, text]) => text).join('');
    expect(logged).toContain('a BasicPSF session could not be closed');
    expect(logged).toContain('the script reported an error');
    expect(files.map(([place]) => place).join(' ')).toMatch(/settings\.json.*outbox\.sqlite|outbox\.sqlite.*settings\.json/s);

    // What is given to whoever helps: it says how things stand, and nothing of whose they are.
    const { text: diagnostics } = await app.call('diagnostics.build', {});
    for (const said of ['"delivered": ', '"phase": "accepted"', '"ending": ".csv"', 'a BasicPSF session could not be closed'])
      expect(diagnostics).toContain(said);
    for (const kept of ['ORD-', 'good.csv', 'open-quote', USERNAME, INSPECTOR, INSPECTOR.replaceAll('"', ''), homedir()])
      expect(found('diagnostics', diagnostics, [kept])).toEqual([]);

    // The search finds what is there: the name in the database, and the secrets on the wire.
    const basic = Buffer.from(`${USERNAME}:${PASSWORD}`).toString('base64');
    expect(heard).toContain(basic);
    const secrets = [PASSWORD, WRONG_PASSWORD, ...heard];
    expect(heard.size).toBeGreaterThan(20);
    expect(found('database', files.map(([, text]) => text).join(), [INSPECTOR])).not.toEqual([]);
    expect(found('replies', named.join(), [INSPECTOR])).not.toEqual([]);

    const replies = [...seen, ...lines, ...named].join('\n');
    expect(found('diagnostics', diagnostics, secrets)).toEqual([]);
    expect(found('replies', replies, secrets)).toEqual([]);
    for (const [place, text] of files) expect(found(place, text, secrets)).toEqual([]);
    for (const [place, text] of logs)
      expect(found(place, text, [INSPECTOR, INSPECTOR.replaceAll('"', ''), USERNAME])).toEqual([]);
    expect(found('replies', [...seen, ...lines].join('\n'), [INSPECTOR, INSPECTOR.replaceAll('"', '')])).toEqual([]);
  });
});
