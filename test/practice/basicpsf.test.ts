// The Practice server against the API page and FileMaker's recorded answers, over real HTTP: it is the peer of every other
// test, so nothing in here is checked by our own client.
import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { createPracticeBasicPsf, type PracticeBasicPsf, type PracticeBasicPsfOptions } from '../../main/practice/basicpsf.ts';
import { PRACTICE_ORDERS, sampleCsv } from '../../main/practice/orders.ts';
import { PRACTICE_RULE } from '../../shared/practice-rule.ts';
import {
  basic,
  brokenBy,
  clientOf,
  codeOf,
  DATABASE,
  expectFixture,
  fixture,
  JSON_TYPE,
  paramOf,
  result,
  SCRIPT,
  scriptResultOf,
  summaryOf,
} from '../support/practice-client.ts';

let practice: PracticeBasicPsf;
let port: number;
const { ask, login, signIn, logout, runScript } = clientOf(() => port);

async function start(options: PracticeBasicPsfOptions = {}): Promise<void> {
  practice = createPracticeBasicPsf(options);
  port = Number(new URL((await practice.start()).baseUrl).port);
}

afterEach(() => practice.stop());

describe('sessions', () => {
  it('hands out a token in header and body, and takes it back', async () => {
    await start();
    const answer = await login();
    const token = answer.headers['x-fm-data-access-token'];
    expect(token).toMatch(/^[0-9a-f]{50}$/);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.body).toBe(`{"response":{"token":"${token}"},"messages":[{"code":"0","message":"OK"}]}`);
    expect(practice).toMatchObject({ sessionsOpened: 1, sessionsClosed: 0, openSessions: 1 });

    expectFixture(await logout(String(token)), '07-logout-200');
    expect(practice).toMatchObject({ sessionsOpened: 1, sessionsClosed: 1, openSessions: 0, sessionsLost: 0 });
  });

  it.each(['v1', 'v2', 'vLatest'])('answers under %s', async (version) => {
    await start();
    expect((await login(undefined, `/fmi/data/${version}/databases/BasicPSF_Test`)).status).toBe(200);
  });

  it('lets everybody in unless accounts are named', async () => {
    await start();
    expect((await login(basic('anybody', ''))).status).toBe(200);
  });

  it('refuses a wrong password with 212 and knows passwords with colons and umlauts', async () => {
    await start({ accounts: [{ username: 'cliv', password: 'practice:pässword' }] });
    expectFixture(await login(basic('cliv', 'wrong')), '04-login-401-bad-credentials');
    expect((await login(basic('cliv', 'practice:pässword'))).status).toBe(200);
    expect(practice.sessionsOpened).toBe(1);
  });

  it('asks for credentials when there are none', async () => {
    await start();
    const answer = await ask({ method: 'POST', path: `${DATABASE}/sessions`, headers: JSON_TYPE, body: '{}' });
    expectFixture(answer, '03-login-401-no-auth-header');
  });

  it('takes a login as application/json only', async () => {
    await start();
    const as = (headers: Record<string, string>, body = '{}') =>
      ask({ method: 'POST', path: `${DATABASE}/sessions`, headers: { Authorization: basic('a', ''), ...headers }, body });
    expect((await as({})).status).toBe(415);
    expect((await as({ 'Content-Type': 'text/plain;charset=UTF-8' })).status).toBe(415);
    expect((await as(JSON_TYPE, '{')).status).toBe(400);
    expect((await as(JSON_TYPE)).status).toBe(200);
    expect(practice.requests.map((request) => request.contentType)).toContain('text/plain;charset=UTF-8');
  });

  it('says 802 for a database that it does not have', async () => {
    await start();
    const answer = await login(undefined, '/fmi/data/vLatest/databases/BasicPSF_PPS');
    expect([answer.status, codeOf(answer)]).toEqual([500, '802']);
  });

  it('keeps the databases apart when it has both', async () => {
    await start({ databases: ['BasicPSF_Test', 'BasicPSF_PPS'] });
    const pps = '/fmi/data/vLatest/databases/BasicPSF_PPS';
    const token = String((await login(undefined, pps)).headers['x-fm-data-access-token']);
    expect(codeOf(await runScript(token, [result('ORD-2025-00101')]))).toBe('952');
    expect((await runScript(token, [result('ORD-2025-00101')], SCRIPT.replace('_Test', '_PPS'))).status).toBe(200);
    expect(practice.orders.get('ORD-2025-00101')?.writes).toBe(0);
    expect(practice.ordersOf('BasicPSF_PPS').get('ORD-2025-00101')?.writes).toBe(1);
  });

  it('wants the database spelt as at login', async () => {
    await start();
    const lower = '/fmi/data/vLatest/databases/basicpsf_test';
    const token = String((await login(undefined, lower)).headers['x-fm-data-access-token']);
    expect(codeOf(await runScript(token, []))).toBe('952');
    expect((await runScript(token, [], SCRIPT.replace('BasicPSF_Test', 'basicpsf_test'))).status).toBe(200);
  });

  it('forgets a token 15 minutes after its last call', async () => {
    let now = 1_000_000;
    await start({ now: () => now });
    const token = await signIn();
    now += 14 * 60_000;
    expect((await runScript(token, [])).status).toBe(200);
    now += 14 * 60_000;
    expect((await runScript(token, [])).status).toBe(200);
    now += 15 * 60_000;
    expectFixture(await runScript(token, []), '05-token-401-952');
    expect(practice).toMatchObject({ openSessions: 0, sessionsClosed: 0, sessionsLost: 1 });
    expectFixture(await logout(token), '05-token-401-952');
  });

  it('is full at its cap, until a session ends or idles away', async () => {
    let now = 0;
    await start({ now: () => now });
    practice.knobs.maxSessions = 2;
    const first = await signIn();
    await signIn();
    expectFixture(await login(), '14-host-capacity-812');
    await logout(first);
    expect((await login()).status).toBe(200);
    now += 15 * 60_000;
    expect((await login()).status).toBe(200);
    expect(practice.openSessions).toBe(1);
  });

  it('tells whether a session is busy, and what it is, without and with a token', async () => {
    await start();
    const product = await ask({ path: '/fmi/data/v1/productInfo' });
    expect(JSON.parse(product.body)).toEqual(JSON.parse(fixture('17-product-info-200').body));
    const token = await signIn();
    const validate = () => ask({ path: '/fmi/data/vLatest/validateSession', headers: { Authorization: `Bearer ${token}` } });
    expect((await validate()).body).toContain('"isSessionInUse":false');
    practice.knobs.faults.push({ fault: { kind: 'delay', ms: 300_000 } });
    const abandoned = brokenBy(runScript(token, [result('ORD-2025-00101')]));
    await expect.poll(() => practice.requests.at(-1)?.kind).toBe('script');
    expectFixture(await validate(), '16-validate-session-200');
    await practice.stop();
    await abandoned;
  });

  it('keeps port and records over a restart, but no session', async () => {
    await start();
    const token = await signIn();
    await runScript(token, [result('ORD-2025-00101')]);
    await practice.stop();
    expect(await brokenBy(login())).toBe('ECONNREFUSED');
    expect((await practice.start()).baseUrl).toBe(`http://127.0.0.1:${port}`);
    expect(codeOf(await runScript(token, []))).toBe('952');
    expect(practice.orders.get('ORD-2025-00101')?.writes).toBe(1);
    expect(practice.sessionsLost).toBe(1);
  });
});

describe('the script call', () => {
  it('writes each result, stamps it, goes on after errors and sums up as the API page shows', async () => {
    await start({ now: () => 1_745_000_000_000 });
    const token = await signIn();
    const answer = await runScript(token, [
      result('ORD-2025-00123'),
      result('ORD-2025-00999'),
      result('ORD-2025-00124', 'booked'),
      result('ORD-2025-00117'),
      result('ORD-2025-00125', 'Unavailable', '', ''),
    ]);
    const scriptResult = JSON.stringify({
      processed: 5,
      succeeded: 2,
      failed: 3,
      results: [
        { internalOrderRef: 'ORD-2025-00123', status: 'OK' },
        { internalOrderRef: 'ORD-2025-00999', status: 'Error', error: 'Record not found' },
        { internalOrderRef: 'ORD-2025-00124', status: 'Error', error: 'Invalid bookingResult value' },
        { internalOrderRef: 'ORD-2025-00117', status: 'Error', error: 'Record is in use by another user' },
        { internalOrderRef: 'ORD-2025-00125', status: 'OK' },
      ],
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.body).toBe(
      `{"response":{"scriptResult":${JSON.stringify(scriptResult)},"scriptError":"0"},"messages":[{"code":"0","message":"OK"}]}`,
    );
    expect(practice.orders.get('ORD-2025-00123')).toEqual({
      bookingResult: 'Booked',
      bookingDate: '2025-04-28',
      inspectorName: 'Zhang Wei',
      confirmedAt: 1_745_000_000_000,
      writes: 1,
      refusal: null,
    });
    expect(practice.orders.get('ORD-2025-00125')).toMatchObject({ bookingResult: 'Unavailable', bookingDate: '' });
    expect(practice.orders.get('ORD-2025-00124')).toMatchObject({ bookingResult: '', confirmedAt: null, writes: 0 });
    expect(practice.orders.get('ORD-2025-00117')?.writes).toBe(0);
  });

  it.each([
    ['2025-02-30', 'Zhang Wei', 'Invalid bookingDate'],
    ['04/28/2025', 'Zhang Wei', 'Invalid bookingDate'],
    ['', 'Zhang Wei', 'Invalid bookingDate'],
    ['2025-04-28', '', 'Invalid inspectorName'],
  ])('refuses Booked with date "%s" and inspector "%s"', async (date, inspector, error) => {
    await start();
    const { results } = summaryOf(await runScript(await signIn(), [result('ORD-2025-00101', 'Booked', date, inspector)]));
    expect(results).toEqual([{ internalOrderRef: 'ORD-2025-00101', status: 'Error', error }]);
  });

  it('reads names in any script, whether spaces come as %20 or as a plus sign', async () => {
    await start();
    const token = await signIn();
    const names = ['李 芳', 'Åsa Öberg', 'A+B & C = 100% #1 "Q" \\ 😀'];
    for (const name of names) {
      await runScript(token, [result('ORD-2025-00101', 'Booked', '2025-04-28', name)]);
      expect(practice.orders.get('ORD-2025-00101')?.inspectorName).toBe(name);
    }
    const plus = `${SCRIPT}${paramOf([result('ORD-2025-00102', 'Booked', '2025-04-28', 'Li Fang')])}`.replace(
      'Li%20Fang',
      'Li+Fang',
    );
    await ask({ path: plus, headers: { Authorization: `Bearer ${token}` } });
    expect(practice.orders.get('ORD-2025-00102')?.inspectorName).toBe('Li Fang');
  });

  it('answers an empty batch with zeros', async () => {
    await start();
    expect(summaryOf(await runScript(await signIn(), []))).toEqual({ processed: 0, succeeded: 0, failed: 0, results: [] });
  });

  it('takes items with missing or strange fields for results of an unknown order', async () => {
    await start();
    const { failed } = summaryOf(await runScript(await signIn(), [null, 5, {}, { internalOrderRef: 7 }]));
    expect(failed).toBe(4);
  });

  it('refuses a parameter that cannot be read with 400, as the API page says', async () => {
    await start();
    const headers = { Authorization: `Bearer ${await signIn()}` };
    for (const param of ['%7B%22bookingResults', 'hello', '', '%5B1%2C'])
      expect(await ask({ path: `${SCRIPT}?script.param=${param}`, headers }), param).toMatchObject({ status: 400 });
  });

  it("leaves the error of a last find without a match in scriptError, and that is not the batch's verdict", async () => {
    await start();
    const token = await signIn();
    const known = result('ORD-2025-00101');
    for (const [batch, scriptError] of [
      [[known, result('ORD-0')], '401'],
      [[result('ORD-0'), known], '0'],
      [[known], '0'],
    ] as const)
      expect(JSON.parse((await runScript(token, batch)).body)).toMatchObject({
        response: { scriptError },
        messages: [{ code: '0' }],
      });
  });

  it('answers unknown paths, other methods and lists of names as FileMaker, in JSON with a code', async () => {
    await start();
    const token = await signIn();
    const headers = { Authorization: `Bearer ${token}`, ...JSON_TYPE };
    const database = '/fmi/data/vLatest/databases/BasicPSF_Test';
    for (const path of [
      '/nothing',
      '/fmi/data/v9/productInfo',
      `${database}/globals`,
      `${database}/layouts/QC_Booking/records`,
      '/fmi/data/v1',
    ]) {
      const answer = await ask({ path, headers });
      expect(answer, path).toMatchObject({ status: 404, headers: { 'content-type': 'application/json; charset=utf-8' } });
      expect(codeOf(answer)).toMatch(/^[1-9]\d*$/);
    }
    for (const [method, path] of [
      ['POST', `${SCRIPT}${paramOf([])}`],
      ['GET', `${database}/sessions`],
      ['DELETE', `${database}/layouts/QC_Booking`],
    ] as const) {
      const answer = await ask({ method, path, headers, body: '{}' });
      expect(answer, path).toMatchObject({ status: 405 });
      expect(codeOf(answer)).toMatch(/^[1-9]\d*$/);
    }
    expect(JSON.parse((await ask({ path: `${database}/layouts`, headers })).body)).toMatchObject({
      response: { layouts: [{ name: 'QC_Booking' }] },
    });
    expect(JSON.parse((await ask({ path: `${database}/scripts`, headers })).body)).toMatchObject({
      response: { scripts: [{ name: 'CLIV Booking Results Batch', isFolder: false }] },
    });
    expect(codeOf(await ask({ path: `${database}/scripts`, headers: JSON_TYPE }))).toBe('10');
  });

  it('can refuse a sign-in that names a charset, as FileMaker 18 did', async () => {
    await start();
    const ask415 = (type: string) =>
      ask({
        method: 'POST',
        path: '/fmi/data/vLatest/databases/BasicPSF_Test/sessions',
        headers: { 'Content-Type': type, Authorization: `Basic ${Buffer.from('practice:x').toString('base64')}` },
        body: '{}',
      });
    expect((await ask415('application/json; charset=utf-8')).status).toBe(200);
    practice.knobs.refusesCharset = true;
    expect((await ask415('application/json; charset=utf-8')).status).toBe(400);
    expect((await ask415('application/json')).status).toBe(200);
  });

  it('gives back a question mark for a parameter that is not JSON when it is turned to run it', async () => {
    await start();
    practice.knobs.unreadableParam = 'run';
    const headers = { Authorization: `Bearer ${await signIn()}` };
    for (const param of ['%7B%22bookingResults', 'hello', '']) {
      const answer = await ask({ path: `${SCRIPT}?script.param=${param}`, headers });
      expect(answer.status).toBe(200);
      expect(scriptResultOf(answer)).toMatch(/^\? /);
    }
  });

  it('wants a parameter', async () => {
    await start();
    const headers = { Authorization: `Bearer ${await signIn()}` };
    expect((await ask({ path: SCRIPT, headers })).status).toBe(400);
    expect((await ask({ path: `${SCRIPT}?script.param=%E4%`, headers })).status).toBe(400);
  });

  it('wants a token', async () => {
    await start();
    expectFixture(await ask({ path: `${SCRIPT}${paramOf([])}`, headers: JSON_TYPE }), '06-no-bearer-10');
    expectFixture(await runScript('0123456789abcdef', []), '05-token-401-952');
  });

  it('knows one layout and one script, by the status of the API page or by that of Claris', async () => {
    await start();
    const token = await signIn();
    expectFixture(await runScript(token, [], SCRIPT.replace('QC_Booking', 'QC_Bookings')), '11-layout-missing-500-105');
    const wrong = SCRIPT.replace('%20Batch', '');
    const answer = await runScript(token, [], wrong);
    expect([answer.status, codeOf(answer)]).toEqual([404, '104']);
    practice.knobs.wrongScriptStatus = 500;
    expectFixture(await runScript(token, [], wrong), '12-script-missing-500-104');
  });

  it('answers any other address with the page of its web server', async () => {
    await start();
    for (const path of ['/', '/%E4%', '/fmi/xml'])
      expect(await ask({ path })).toMatchObject({ status: 404, headers: { 'content-type': 'application/json; charset=utf-8' } });
  });

  it('accepts any reference for load tests', async () => {
    await start({ unknownOrders: 'made-up' });
    const token = await signIn();
    expect(summaryOf(await runScript(token, [result('LOAD-1')])).succeeded).toBe(1);
    expect(practice.orders.get('LOAD-1')).toMatchObject({ bookingResult: 'Booked', writes: 1 });
    practice.knobs.unknownOrders = 'refused';
    expect(summaryOf(await runScript(token, [result('LOAD-2')])).failed).toBe(1);
  });
});

describe("a person's own orders", () => {
  it('are known by the rule that the window tells, to a find and to the script alike', async () => {
    expect(PRACTICE_RULE).toBe(
      'Practice knows every order except those that end in 99 and mistyped ones of the sample; those that end in 98 are closed.',
    );
    await start({ unknownOrders: 'practised' });
    const token = await signIn();
    const refs = ['PO 7/1', 'PO 7/98', 'PO 7/99', 'ORD-2025-00109', 'po 7/1', 'ORD-2025-0109', 'ord-2025-00141'];
    const find = async (): Promise<string[]> => {
      const query = refs.slice(0, 6).map((ref) => ({ internalOrderReference: `==${ref.replaceAll('/', '\\/')}` }));
      const body = JSON.stringify({ query, limit: '100' });
      const path = `${DATABASE}/layouts/QC_Booking/_find`;
      const answer = await ask({ method: 'POST', path, headers: { ...JSON_TYPE, Authorization: `Bearer ${token}` }, body });
      const { response } = JSON.parse(answer.body) as { response: { data: { fieldData: Record<string, string> }[] } };
      return response.data.map(({ fieldData }) => `${fieldData.internalOrderReference} ${fieldData.CLIV_Booking_Result}`.trim());
    };
    // An index knows no capitals, so that either writing finds both.
    expect(await find()).toEqual(['PO 7/1', 'po 7/1', 'PO 7/98', 'ORD-2025-00109']);
    const { results } = summaryOf(
      await runScript(
        token,
        refs.map((ref) => result(ref)),
      ),
    );
    expect(results.map((one) => ('error' in one ? one.error : one.status))).toEqual([
      'OK',
      'Order is closed',
      'Record not found',
      'OK',
      'OK',
      'Record not found',
      'OK',
    ]);
    expect(await find()).toEqual(['PO 7/1 Booked', 'po 7/1 Booked', 'PO 7/98', 'ORD-2025-00109 Booked']);
  });
});

describe('the ledger', () => {
  it('keeps every request with its orders and its session, and never a token', async () => {
    await start({ now: () => 42 });
    const token = await signIn();
    const path = `${SCRIPT}${paramOf([result('ORD-2025-00101'), result('ORD-2025-00102')])}`;
    await ask({ path, headers: { Authorization: `Bearer ${token}` } });
    await logout(token);
    await ask({ path: '/nowhere' });
    expect(practice.requests).toEqual([
      expect.objectContaining({ at: 42, method: 'POST', kind: 'login', status: 200, sessionId: 1, database: 'BasicPSF_Test' }),
      {
        at: 42,
        method: 'GET',
        kind: 'script',
        database: 'BasicPSF_Test',
        urlBytes: path.length,
        contentType: '',
        refs: ['ORD-2025-00101', 'ORD-2025-00102'],
        sessionId: 1,
        status: 200,
      },
      expect.objectContaining({ method: 'DELETE', kind: 'logout', status: 200, sessionId: 1 }),
      expect.objectContaining({ kind: 'other', status: 404, sessionId: null }),
    ]);
    expect(JSON.stringify(practice.requests)).not.toContain(token);
  });

  it('forgets the oldest requests beyond its limit', async () => {
    await start({ maxRequests: 10 });
    for (let i = 0; i < 13; i += 1) await ask({ path: `/nowhere?${'x'.repeat(i)}` });
    expect(practice.requests.map((request) => request.urlBytes - '/nowhere?'.length)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
  });
});

describe('the seeded orders', () => {
  it('show success, an unknown order, a refusal and a mistake in the sample file', async () => {
    await start();
    const [header, ...rows] = sampleCsv().trimEnd().split('\n');
    expect(header).toBe('internalOrderRef,bookingResult,bookingDate,inspectorName');
    const results = rows.map((row) => {
      const [ref = '', word = '', date = '', inspector = ''] = row.split(',');
      return result(ref, word, date, inspector);
    });
    const summary = summaryOf(await runScript(await signIn(), results));
    expect(summary).toMatchObject({ processed: 12, succeeded: 9, failed: 3 });
    expect(summary.results.filter((line) => line.status === 'Error')).toEqual([
      { internalOrderRef: 'ORD-2025-00108', status: 'Error', error: 'Invalid bookingDate' },
      { internalOrderRef: 'ORD-2025-00117', status: 'Error', error: 'Record is in use by another user' },
      { internalOrderRef: 'ORD-2025-00999', status: 'Error', error: 'Record not found' },
    ]);
    expect(results.some((line) => line.bookingResult === 'Unavailable')).toBe(true);
  });

  it('are forty, of which two refuse', async () => {
    await start();
    expect(practice.orders.size).toBe(40);
    expect(PRACTICE_ORDERS.filter((order) => order.refusal !== undefined)).toHaveLength(2);
  });
});

describe('the program', () => {
  it('prints its address and obeys its arguments', async () => {
    await start();
    const file = new URL('../../main/practice/basicpsf-program.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [file, '--accept-unknown', '--url-limit', 'iis', '--latency', '1']);
    try {
      const line = await new Promise<string>((resolve, reject) => {
        child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
        child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
      });
      expect(line).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
      port = Number(new URL(line.trim()).port);
      const token = await signIn();
      expect(summaryOf(await runScript(token, [result('LOAD-1')])).succeeded).toBe(1);
      const many = Array.from({ length: 20 }, () => result('LOAD-1'));
      expect((await runScript(token, many)).status).toBe(404);
    } finally {
      child.kill();
    }
  });
});
