// Practice, Test and Production share nothing but the settings: no result, no file and no account of one shows up in another.
import { describe, expect, it } from 'vitest';
import { createSessionVault } from '../../main/credentials/session.ts';
import { bookedLines, csv, openApp, startBasicPsf } from '../support/open-app.ts';

describe('environments', () => {
  const account = (username: string) => ({ username, password: 'practice-password' });

  /** One server with both databases, reached from Test and Production; Practice has its own inside the app. */
  async function twoDatabases() {
    const { basicPsf, baseUrl } = await startBasicPsf({ databases: ['BasicPSF_Test', 'BasicPSF_PPS'] });
    const app = await openApp({ vault: createSessionVault() });
    await app.call('settings.change', { baseUrl });
    const sent = (database: string) =>
      basicPsf.requests.filter((r) => r.kind === 'script' && r.database === database).flatMap((r) => r.refs);
    return { ...app, basicPsf, sent };
  }

  it('show and send nothing of one another, and tell what waits elsewhere', async () => {
    const { app, call, items, queue, basicPsf, sent } = await twoDatabases();
    await queue(csv(...bookedLines(5)));
    await call('environment.switch', { environment: 'test' });
    expect(await items()).toEqual([]);
    expect((await call('import.list', {})).imports).toEqual([]);
    expect(app.snapshot()).toMatchObject({
      environment: 'test',
      counts: { waiting: 0 },
      elsewhere: [{ environment: 'practice', waiting: 5 }],
    });

    await call('account.save', account('tester'));
    await queue(csv(...bookedLines(2, 'Erik Sjöberg', 120)));
    expect(await app.push({ everything: true })).toMatchObject({ delivered: 2 });
    expect(sent('BasicPSF_Test')).toEqual(['ORD-2025-00120', 'ORD-2025-00121']);

    await call('environment.switch', { environment: 'production', word: 'Production' });
    await call('account.save', account('office'));
    await queue(csv(...bookedLines(1, 'Emma Clarke', 130)));
    expect(await app.push({ everything: true })).toMatchObject({ delivered: 1 });
    expect(sent('BasicPSF_PPS')).toEqual(['ORD-2025-00130']);
    expect(basicPsf.ordersOf('BasicPSF_Test').get('ORD-2025-00130')?.writes).toBe(0);
    expect(sent('BasicPSF_Test')).toHaveLength(2);

    await call('environment.switch', { environment: 'practice' });
    expect(app.snapshot()).toMatchObject({ counts: { waiting: 5, delivered: 0 }, elsewhere: [] });
    expect(await app.push()).toMatchObject({ delivered: 5 });
    expect(basicPsf.requests.flatMap((request) => request.refs)).toHaveLength(3);
  });

  it("take a person's own orders in Practice by the rule that the window tells, and remember them", async () => {
    const { app, call, queue, home, stop } = await openApp();
    await queue(csv('PO 7,Booked,2025-04-28,Li Fang', 'PO 98,Booked,2025-04-28,Li Fang', 'PO 99,Booked,2025-04-28,Li Fang'));
    const { delivered, refused } = await app.push();
    expect([delivered, refused.map(({ error }) => error).toSorted()]).toEqual([1, ['Order is closed', 'Record not found']]);
    expect((await call('order.held', { internalOrderRef: 'PO 8' })).held).toMatchObject({ bookingResult: '' });
    expect((await call('order.held', { internalOrderRef: 'PO 99' })).held).toBeNull();
    await stop();
    const again = await openApp({ home });
    const { held } = await again.call('order.held', { internalOrderRef: 'PO 7' });
    expect(held).toMatchObject({ bookingResult: 'Booked', bookingDate: '2025-04-28', inspectorName: 'Li Fang' });
  });

  it('enter live data only with the word', async () => {
    const { ask, app, call } = await twoDatabases();
    for (const word of [undefined, '', 'yes', 'Produktion', 'production!']) {
      expect(await ask('environment.switch', { environment: 'production', word })).toMatchObject({
        ok: false,
        failure: { kind: 'input-refused' },
      });
    }
    expect(app.snapshot().environment).toBe('practice');
    await call('environment.switch', { environment: 'production', word: ' production ' });
    expect(app.snapshot().environment).toBe('production');
    expect((await call('settings.get', {})).environment).toBe('production');
  });

  it('keep an account each, and send nothing without one', async () => {
    const { app, call, queue, basicPsf } = await twoDatabases();
    await call('environment.switch', { environment: 'test' });
    await call('account.save', account('tester'));
    expect(app.snapshot().account).toMatchObject({ kept: 'this-run-only', username: 'tester' });
    await call('environment.switch', { environment: 'production', word: 'production' });
    expect(app.snapshot().account).toMatchObject({ kept: 'missing', username: '' });
    await queue(csv(...bookedLines(1)));
    expect(await app.push()).toMatchObject({ delivered: 0, waiting: 1, trouble: { kind: 'credentials-missing' } });
    expect(basicPsf.requests).toEqual([]);
    await call('environment.switch', { environment: 'test' });
    expect(await call('account.test', {})).toMatchObject({ works: true, sentence: expect.stringContaining('tester') });
    await call('account.forget', {});
    expect(app.snapshot().account).toMatchObject({ kept: 'missing' });
  });

  it('can be switched back and forth at once, with somebody watching and a push under way', async () => {
    const { app, call, queue } = await openApp({ autoPush: true });
    const seen = new Set<string>();
    app.subscribe(({ environment }) => void seen.add(environment));
    await queue(csv(...bookedLines(20)));
    await Promise.all(
      (['test', 'practice', 'test', 'practice'] as const).map((environment) => call('environment.switch', { environment })),
    );
    await expect.poll(() => app.snapshot().counts).toMatchObject({ waiting: 0, sending: 0, delivered: 19, refused: 1 });
    expect(seen).toContain('practice');
  });

  it('have invented results in Practice only, whoever asks', async () => {
    const { app, call } = await openApp({ vault: createSessionVault() });
    expect((await call('import.sample', {})).name).toBe('sample.csv');
    await call('environment.switch', { environment: 'test' });
    expect(await app.serve('import.sample', {})).toMatchObject({ ok: false, failure: { kind: 'input-refused' } });
    await call('environment.switch', { environment: 'production', word: 'Production' });
    expect(await app.serve('import.sample', {})).toMatchObject({ ok: false, failure: { kind: 'input-refused' } });
  });
});
