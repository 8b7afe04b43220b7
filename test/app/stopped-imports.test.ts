// A file of which nearly everything is refused for one reason stops after the first some hundred, and a person is asked.
import { describe, expect, it } from 'vitest';
import { statusSentences } from '../../main/command-line/look.ts';
import { CONCLUDES_AFTER, mostlyRefused } from '../../main/outbox/mass-refusal.ts';
import { number } from '../../shared/numbers.ts';
import { csv, openApp } from '../support/open-app.ts';

const ROWS = 4000;
const unknown = csv(...Array.from({ length: ROWS }, (_, n) => `NOBODY-KNOWS-${n}-99,Booked,2025-04-28,Li Fang`));
const inAll = (counts: { refused: number; parked: number }): number => counts.refused + counts.parked;

describe('nearly everything', () => {
  const tallied = (delivered: number, refused: number, other = 0) => [
    { state: 'delivered' as const, cause: '', n: delivered },
    { state: 'refused' as const, cause: 'order-not-found', n: refused },
    { state: 'refused' as const, cause: 'value-refused', n: other },
    { state: 'waiting' as const, cause: '', n: 100_000 },
  ];

  it('is concluded from the first some hundred answers, and only where one reason stands for nearly all of them', () => {
    expect(mostlyRefused(tallied(0, CONCLUDES_AFTER - 1))).toBeNull();
    expect(mostlyRefused(tallied(0, CONCLUDES_AFTER))).toEqual({ cause: 'order-not-found', refused: 200, settled: 200 });
    expect(mostlyRefused(tallied(10, 190))).toMatchObject({ refused: 190, settled: 200 });
    expect(mostlyRefused(tallied(11, 189))).toBeNull();
    expect(mostlyRefused(tallied(0, 150, 50))).toBeNull();
    expect(mostlyRefused(tallied(5000, 200))).toBeNull();
    expect(mostlyRefused([])).toBeNull();
  });
});

describe('a file of orders that nobody knows', () => {
  it('stops, stays stopped over a restart, and goes on when a person says so', async () => {
    const first = await openApp();
    const id = await first.queue(unknown, 'unknown.csv');
    const one = await first.queue(csv('ORD-2025-00120,Booked,2025-04-28,Li Fang'), 'one.csv');
    await first.app.push();
    const { counts, stoppedImports } = first.app.snapshot();
    // What was on its way when it was noticed has its answer too; the rest was not sent.
    expect(counts.refused).toBeGreaterThanOrEqual(CONCLUDES_AFTER);
    expect(counts.refused).toBeLessThan(ROWS / 2);
    expect(inAll(counts)).toBe(ROWS);
    expect(stoppedImports).toMatchObject([{ importId: id, name: 'unknown.csv', cause: 'order-not-found', rest: counts.parked }]);
    const [said] = statusSentences(first.app.snapshot(), 0).slice(1);
    expect(said).toBe(
      `Sending of "unknown.csv" has stopped: all ${number(stoppedImports[0]?.settled ?? 0)} results were refused because BasicPSF does not know their orders. ${number(counts.parked)} results wait for your answer.`,
    );
    // Another file goes its way.
    expect((await first.call('import.get', { id: one })).delivered).toBe(1);
    await first.stop();

    const again = await openApp({ home: first.home });
    expect(again.app.snapshot()).toMatchObject({ stoppedImports, counts: { parked: counts.parked } });
    expect(await again.app.push()).toMatchObject({ refused: [], delivered: 0 });
    expect(await again.call('import.goOn', { id, on: true })).toEqual({ count: counts.parked });
    expect(again.app.snapshot()).toMatchObject({ stoppedImports: [], counts: { parked: 0, waiting: counts.parked } });
    await again.app.push();
    // Nobody is asked twice about the same file.
    expect(again.app.snapshot()).toMatchObject({ stoppedImports: [], counts: { refused: ROWS, parked: 0 } });
  });

  it('stays stopped where a person says that, until somebody retries what is stopped', async () => {
    const app = await openApp();
    const id = await app.queue(unknown);
    await app.app.push();
    const { parked } = app.app.snapshot().counts;
    await app.call('import.goOn', { id, on: false });
    expect(app.app.snapshot()).toMatchObject({ stoppedImports: [], counts: { parked } });
    const filter = { states: ['parked' as const], cause: 'mostly-refused' };
    expect(await app.call('outbox.retry', { selection: { filter } })).toMatchObject({ count: parked });
    await app.app.push();
    expect(app.app.snapshot()).toMatchObject({ stoppedImports: [], counts: { refused: ROWS, parked: 0 } });
  });
});
