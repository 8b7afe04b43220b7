// Nobody changes what BasicPSF was told of an order without having seen it, however many rows are repaired at once.
import { describe, expect, it } from 'vitest';
import type { RepairGroup } from '../../shared/import.ts';
import { csv, openApp, type TestApp } from '../support/open-app.ts';

const ORDERS = ['ORD-2025-00120', 'ORD-2025-00121', 'ORD-2025-00122'];

async function groupOf(app: TestApp, id: number): Promise<RepairGroup> {
  const [group] = await app.call('import.problems', { id });
  if (group === undefined) throw new Error('there is nothing to repair');
  return group;
}

describe('rows of an accepted file that are repaired all at once', () => {
  it('are compared with what BasicPSF was told, and asked about before any of it is changed', async () => {
    const app = await openApp();
    await app.queue(csv(...ORDERS.map((ref) => `${ref},Booked,2025-04-28,Li Fang`)));
    await app.app.push();
    await app.queue(csv(...[...ORDERS, 'ORD-2025-00123'].map((ref) => `${ref},gone,,`)));
    const [newest] = (await app.call('import.list', {})).imports;
    const id = newest?.id ?? 0;
    const { field, rule, found, except } = await groupOf(app, id);
    const fix = { id, field, rule, found, except, fix: 'Unavailable' };
    const asked = await app.ask('import.fixAll', fix);
    expect(asked).toMatchObject({
      ok: false,
      failure: { kind: 'order-told', isDelivered: true, told: 'Booked 2025-04-28, Li Fang', wanted: 'Unavailable', others: 2 },
    });
    // Nothing was changed by asking.
    expect((await app.call('import.get', { id })).held).toBe(4);
    expect((await app.items()).filter(({ bookingResult }) => bookingResult === 'Unavailable')).toEqual([]);
    if (asked.ok || asked.failure.kind !== 'order-told') throw new Error('it was not asked');
    const over = asked.failure.seq;
    // What BasicPSF was told since is asked about anew.
    await app.queue(csv(`${ORDERS[1]},Booked,2025-05-05,Zhang Wei`));
    await app.app.push();
    const again = await app.ask('import.fixAll', { ...fix, over });
    expect(again).toMatchObject({
      ok: false,
      failure: { kind: 'order-told', internalOrderRef: ORDERS[1], told: 'Booked 2025-05-05, Zhang Wei', others: 0 },
    });
    if (again.ok || again.failure.kind !== 'order-told') throw new Error('it was not asked');
    expect(await app.call('import.fixAll', { ...fix, over: again.failure.seq })).toMatchObject({ count: 4 });
    await app.app.push();
    const told = (await app.items()).filter(
      ({ bookingResult, state }) => bookingResult === 'Unavailable' && state === 'delivered',
    );
    expect(told.map(({ internalOrderRef }) => internalOrderRef).sort()).toEqual([...ORDERS, 'ORD-2025-00123']);
  });

  it('go without a question where they say what BasicPSF was told, or where nothing was', async () => {
    const app = await openApp();
    await app.queue(csv(`${ORDERS[0]},Unavailable,,`));
    await app.app.push();
    await app.queue(csv(`${ORDERS[0]},gone,,`, `${ORDERS[1]},gone,,`));
    const [newest] = (await app.call('import.list', {})).imports;
    const { field, rule, found, except } = await groupOf(app, newest?.id ?? 0);
    const fix = { id: newest?.id ?? 0, field, rule, found, except, fix: 'Unavailable' };
    expect(await app.call('import.fixAll', fix)).toMatchObject({ count: 2 });
  });
});

describe('rows in review whose order is repaired all at once', () => {
  it('show what they would change from then on, before anything is queued', async () => {
    const app = await openApp();
    await app.queue(csv('00007,Booked,2025-04-28,Li Fang'));
    const others = Array.from({ length: 9 }, (_, n) => `1000${n},Booked,2025-05-05,Zhang Wei`);
    // Its zeros were lost in a spreadsheet.
    const id = await app.drop('july.csv', csv(...others, '7,Booked,2025-05-05,Zhang Wei'));
    const { field, rule, found, except } = await groupOf(app, id);
    expect(rule).toBe('lost-zeros');
    await app.call('import.fixAll', { id, field, rule, found, except, fix: '00007' });
    const { rows } = await app.call('import.rows', { id, after: 10 });
    expect(rows).toMatchObject([{ verdict: 'changed', before: { bookingDate: '2025-04-28', inspectorName: 'Li Fang' } }]);
  });
});
