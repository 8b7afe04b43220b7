// Clients of the Data API that others wrote, against Practice: what works there has to work here, letter for letter. They are
// installed beside the bench and by it alone; where they are not, this is skipped and says so.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPracticeBasicPsf, type PracticeBasicPsf } from '../../main/practice/basicpsf.ts';

const bench = new URL('../bench/', import.meta.url);
const isInstalled = existsSync(new URL('node_modules/fm-data-api-client', bench));
const require = createRequire(new URL('package.json', bench));

const DATABASE = 'BasicPSF_Test';
const LAYOUT = 'QC_Booking';
const SCRIPT = 'CLIV Booking Results Batch';
const ACCOUNT = { username: 'cliv', password: 'practice:pässword' };
const INSPECTOR = 'Zhang Wei 🔑 + 100 % "quoted" & \'single\' = å#?';

interface Client {
  readonly run: (layout: string, script: string, param: string) => Promise<{ scriptResult?: string }>;
  readonly end: () => Promise<unknown>;
}

/** Each client as its own documentation uses it. */
const CLIENTS: Readonly<Record<string, (server: string, password: string) => Promise<Client>>> = {
  '@proofkit/fmdapi': async (server, password) => {
    const { DataApi, FetchAdapter } = await import(new URL('node_modules/@proofkit/fmdapi/dist/esm/index.js', bench).href);
    const adapter = new FetchAdapter({ server, db: DATABASE, auth: { username: ACCOUNT.username, password } });
    return {
      run: (layout, script, scriptParam) => DataApi({ adapter, layout }).executeScript({ script, scriptParam }),
      end: () => adapter.disconnect(),
    };
  },
  'fm-data-api-client': async (server, password) => {
    const { Client } = require('fm-data-api-client');
    const client = new Client(server, DATABASE, ACCOUNT.username, password);
    return {
      run: (layout, script, param) =>
        client.request(
          `layouts/${encodeURIComponent(layout)}/script/${encodeURIComponent(script)}?script.param=${encodeURIComponent(param)}`,
        ),
      end: () => client.clearToken(),
    };
  },
  'fms-api-client': async (server, password) => {
    const util = require('node:util');
    // It was written for a Node that still had these; without them it could not take part.
    util.isDate ??= (value: unknown) => value instanceof Date;
    util.isRegExp ??= (value: unknown) => value instanceof RegExp;
    util.isArray ??= Array.isArray;
    await require('marpat').connect('nedb://memory');
    const client = require('fms-api-client').Filemaker.create({ database: DATABASE, server, user: ACCOUNT.username, password });
    await client.save();
    return { run: (layout, script, param) => client.script(layout, script, JSON.parse(param)), end: () => client.logout() };
  },
};

/** The code of FileMaker in whatever a client throws. */
async function codeOf(call: Promise<unknown>): Promise<string> {
  const failed = await call.then(
    (): { code?: unknown; message?: unknown } => ({ code: 'none' }),
    (error: { code?: unknown; message?: unknown }) => error,
  );
  return String(failed.code ?? failed.message);
}

describe.skipIf(!isInstalled)('a published client (skipped: not installed, "npm run bench" installs it)', () => {
  let practice: PracticeBasicPsf;
  let server: string;
  beforeEach(async () => {
    practice = createPracticeBasicPsf({ accounts: [ACCOUNT] });
    server = (await practice.start()).baseUrl;
  });
  afterEach(() => practice.stop());

  it.each(Object.entries(CLIENTS))('%s signs in, runs the script letter for letter, and signs out', async (_, open) => {
    const client = await open(server, ACCOUNT.password);
    const [internalOrderRef, bookingResult, bookingDate] = ['ORD-2025-00101', 'Booked', '2025-04-28'];
    const param = JSON.stringify({
      bookingResults: [{ internalOrderRef, bookingResult, bookingDate, inspectorName: INSPECTOR }],
    });
    const { scriptResult } = await client.run(LAYOUT, SCRIPT, param);
    const summary = typeof scriptResult === 'string' ? JSON.parse(scriptResult) : scriptResult;
    expect(summary).toMatchObject({ processed: 1, succeeded: 1, results: [{ internalOrderRef, status: 'OK' }] });
    expect(practice.orders.get(internalOrderRef)).toMatchObject({ inspectorName: INSPECTOR, writes: 1 });
    await client.end();
    expect(practice).toMatchObject({ openSessions: 0, sessionsClosed: 1 });
  });

  it.each(Object.entries(CLIENTS))('%s is told 212, 105 and 104 as FileMaker tells them', async (_, open) => {
    const wrong = await open(server, 'wrong');
    expect(await codeOf(wrong.run(LAYOUT, SCRIPT, '{}'))).toContain('212');
    const client = await open(server, ACCOUNT.password);
    expect(await codeOf(client.run('Nowhere', SCRIPT, '{}'))).toContain('105');
    expect(await codeOf(client.run(LAYOUT, 'Nothing', '{}'))).toContain('104');
    await client.end();
    expect(practice.openSessions).toBe(0);
  });
});
