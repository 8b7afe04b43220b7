// Pushing over loopback: against a bare keep-alive loop over the very same URLs, and against two published clients.
import { Agent, get } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from '../../main/base/http.ts';
import { systemClock } from '../../main/base/ports.ts';
import { createBasicPsf } from '../../main/push/basicpsf.ts';
import { encodeResult, freshLimit, joinResults, type Packed, takeBatch } from '../../main/push/batches.ts';
import { pushOutbox } from '../../main/push/push-outbox.ts';
import { ok } from '../../shared/result.ts';
import { type Finding, inFolder, median, sampleResult, startServer, timed } from './measure.ts';
import { fill, open } from './outbox.ts';

const ROWS = 20_000;
const RUNS = 3;
const ACCOUNT = { username: 'practice', password: '' };
const DATABASE = 'BasicPSF_Test';

function prepare(roomBytes: number): Packed[][] {
  const pool = Array.from({ length: ROWS }, (_, n): Packed => {
    const due = { seq: n + 1, unknowns: 0, attempts: 0, dueAt: null, acceptedAt: 0, wasAsked: false, ...sampleResult(n) };
    return { due, encoded: encodeResult(due) };
  });
  const batches: Packed[][] = [];
  while (pool.length > 0) batches.push(takeBatch(pool, roomBytes));
  return batches;
}

async function bareLoop(baseUrl: string, batches: readonly Packed[][]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const connection = connect(baseUrl);
  const token = await createBasicPsf(connection, baseUrl, DATABASE, systemClock).logIn(ACCOUNT);
  if (!token.ok) throw new Error(token.failure.kind);
  const head = `${baseUrl}/fmi/data/vLatest/databases/${DATABASE}/layouts/QC_Booking/script/CLIV%20Booking%20Results%20Batch?script.param=`;
  for (const batch of batches) {
    const url = `${head}${encodeURIComponent('{"bookingResults":[')}${joinResults(batch)}${encodeURIComponent(']}')}`;
    await new Promise<void>((resolve, reject) => {
      get(url, { agent, headers: { Authorization: `Bearer ${token.value}`, 'Content-Type': 'application/json' } }, (answer) => {
        answer.resume();
        answer.on('end', resolve);
      }).on('error', reject);
    });
  }
  agent.destroy();
  connection.close();
}

async function proofkit(baseUrl: string, batches: readonly Packed[][]): Promise<void> {
  const { DataApi, FetchAdapter } = await import('@proofkit/fmdapi');
  const client = DataApi({
    adapter: new FetchAdapter({ server: baseUrl, db: DATABASE, auth: { username: ACCOUNT.username, password: 'practice' } }),
    layout: 'QC_Booking',
  });
  for (const batch of batches) {
    const bookingResults = batch.map(({ due: { seq: _seq, unknowns: _unknowns, ...result } }) => result);
    await client.executeScript({ script: 'CLIV Booking Results Batch', scriptParam: JSON.stringify({ bookingResults }) });
  }
}

async function fmsApiClient(baseUrl: string, batches: readonly Packed[][]): Promise<void> {
  const require = createRequire(import.meta.url);
  // It was written for a Node that still had these; without them it could not take part.
  const util = require('node:util');
  util.isDate ??= (value: unknown) => value instanceof Date;
  util.isRegExp ??= (value: unknown) => value instanceof RegExp;
  util.isArray ??= Array.isArray;
  const { connect: connectStore } = require('marpat');
  const { Filemaker } = require('fms-api-client');
  await connectStore('nedb://memory');
  const client = Filemaker.create({ database: DATABASE, server: baseUrl, user: ACCOUNT.username, password: 'practice' });
  await client.save();
  for (const batch of batches) {
    const bookingResults = batch.map(({ due: { seq: _seq, unknowns: _unknowns, ...result } }) => result);
    await client.script('QC_Booking', 'CLIV Booking Results Batch', { bookingResults });
  }
  await client.logout();
}

async function ours(baseUrl: string, limitBytes: number): Promise<number> {
  return inFolder(async (folder) => {
    const outbox = await open(fill(folder, ROWS));
    const elapsed = await timed(async () => {
      const outcome = await pushOutbox(
        { connect: (url) => connect(url), lists: outbox.lists, writer: outbox.writer, clock: systemClock, log: () => {} },
        {
          baseUrl,
          database: DATABASE,
          account: async () => ok(ACCOUNT),
          limit: freshLimit(limitBytes),
          ceilingBytes: limitBytes,
          learned: () => {},
          lookUp: null,
          onlineMs: () => 0,
          shouldStop: () => false,
          progress: () => {},
        },
      );
      if (outcome.delivered !== ROWS)
        throw new Error(`delivered ${outcome.delivered} of ${ROWS}: ${JSON.stringify(outcome.trouble)}`);
    });
    await outbox.close();
    return elapsed;
  });
}

async function attempt(name: string, work: () => Promise<void>): Promise<number | null> {
  try {
    return await timed(work);
  } catch (error) {
    console.log(`  ${name} could not take part: ${error instanceof Error ? error.message : error}`);
    return null;
  }
}

/** Measures 20,000 results at a 2 KB and an 8 KB URL. */
export async function benchPush(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const limitBytes of [1900, 8000]) {
    const server = await startServer();
    const connection = connect(server.baseUrl);
    const bareUrlBytes = createBasicPsf(connection, server.baseUrl, DATABASE, systemClock).bareUrlBytes;
    const batches = prepare(limitBytes - bareUrlBytes);
    const filled =
      batches.slice(0, -1).reduce((sum, batch) => sum + joinResults(batch).length + bareUrlBytes, 0) /
      ((batches.length - 1) * limitBytes);
    await bareLoop(server.baseUrl, batches.slice(0, 50));
    const [bare, own]: [number[], number[]] = [[], []];
    for (let run = 0; run < RUNS; run += 1) {
      bare.push(await timed(() => bareLoop(server.baseUrl, batches)));
      own.push(await ours(server.baseUrl, limitBytes));
    }
    const rate = (ms: number): string => `${Math.round((ROWS / ms) * 1000).toLocaleString('en')} results/s`;
    const [bareMs, ownMs] = [median(bare), median(own)];
    const label = `push of 20,000 results, ${limitBytes}-byte URLs`;
    findings.push({
      what: `${label}, bare node:http loop`,
      anchor: rate(bareMs),
      ours: rate(ownMs),
      ratio: `${(ownMs / bareMs).toFixed(2)}×`,
      aim: '≤ 1.5×',
    });
    for (const [name, peer] of [
      ['@proofkit/fmdapi', proofkit],
      ['fms-api-client', fmsApiClient],
    ] as const) {
      const ms = await attempt(name, () => peer(server.baseUrl, batches));
      if (ms !== null)
        findings.push({
          what: `${label}, ${name}`,
          anchor: rate(ms),
          ours: rate(ownMs),
          ratio: `${(ownMs / ms).toFixed(2)}×`,
          aim: '< 1×',
        });
    }
    findings.push({
      what: `${label}: how full`,
      anchor: `${limitBytes} bytes`,
      ours: `${(filled * 100).toFixed(1)} % filled, ${((batches.length / ROWS) * 1000).toFixed(1)} calls per 1,000 results`,
      ratio: filled.toFixed(3),
      aim: '≥ 0.97',
    });
    connection.close();
    server.stop();
  }
  return findings;
}
