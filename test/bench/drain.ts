// Draining an outbox: claim and settle batch after batch, every step durable, against plainjob doing one job at a time.
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { type Finding, inFolder, median, timed } from './measure.ts';
import { fill, open } from './outbox.ts';

const ROWS = 50_000;
// plainjob needs half a minute for all of them; its rate does not depend on how many there are.
const PLAINJOB_ROWS = 5_000;
const RUNS = 3;

async function plainjob(): Promise<number> {
  const { better, defineQueue } = await import('plainjob');
  return inFolder(async (folder) => {
    const database = new BetterSqlite3(join(folder, 'plainjob.sqlite'));
    const queue = defineQueue({ connection: better(database) });
    database.pragma('journal_mode = wal');
    database.pragma('synchronous = full');
    queue.addMany(
      'result',
      Array.from({ length: PLAINJOB_ROWS }, (_, n) => ({ n })),
    );
    const ms = await timed(() => {
      for (let n = 0; n < PLAINJOB_ROWS; n += 1) {
        const job = queue.getAndMarkJobAsProcessing('result');
        if (job === undefined) throw new Error('plainjob ran dry');
        queue.markJobAsDone(job.id);
      }
    });
    queue.close();
    return (PLAINJOB_ROWS / ms) * 1000;
  });
}

async function ours(batchRows: number): Promise<number> {
  return inFolder(async (folder) => {
    const outbox = await open(fill(folder, ROWS));
    const ms = await timed(async () => {
      let batch = 0;
      let afterSeq = 0;
      let ended: Parameters<typeof outbox.writer.turn>[0] = [];
      for (;;) {
        const seqs = outbox.lists.fresh(afterSeq, batchRows).map(({ seq }) => seq);
        afterSeq = seqs.at(-1) ?? afterSeq;
        batch += 1;
        const next =
          seqs.length === 0
            ? null
            : { batchId: `batch-${batch}`, bootId: 'bench', seqs, urlBytes: 1900, now: Date.now(), monotonic: 0 };
        const taken = await outbox.writer.turn(ended, next === null ? [] : [next]);
        if (!taken.ok) throw new Error(taken.failure.kind);
        if (next === null) break;
        const outcomes = (taken.value[0] ?? []).map((seq) => ({ seq, failure: null }));
        ended = [{ batchId: next.batchId, now: Date.now(), monotonic: 0, onlineMs: 0, outcomes }];
      }
    });
    if (outbox.lists.tally().delivered !== ROWS) throw new Error('not everything was delivered');
    await outbox.close();
    return (ROWS / ms) * 1000;
  });
}

/** Measures batches of 10 and 50 against plainjob, both with synchronous=FULL. */
export async function benchDrain(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const batchRows of [10, 50]) {
    const [anchor, own]: [number[], number[]] = [[], []];
    for (let run = 0; run < RUNS; run += 1) {
      anchor.push(await plainjob());
      own.push(await ours(batchRows));
    }
    const rate = (perSecond: number): string => `${Math.round(perSecond).toLocaleString('en')}/s`;
    findings.push({
      what: `drain of 50,000 results, batches of ${batchRows}, with receipts, against plainjob`,
      anchor: rate(median(anchor)),
      ours: rate(median(own)),
      ratio: `${(median(own) / median(anchor)).toFixed(1)}×`,
      aim: '≥ 5×',
    });
  }
  return findings;
}
