// Everything that can go wrong on the way to BasicPSF, as the Practice server plays it: each knob, over real HTTP.
import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPracticeBasicPsf, type PracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import type { FaultRule, ScriptResultFault } from '../../main/practice/faults.ts';
import { WEB_SERVER_PAGES } from '../../main/practice/web-server-pages.ts';
import {
  type Answer,
  brokenBy,
  clientOf,
  codeOf,
  expectFixture,
  fixture,
  paramOf,
  result,
  SCRIPT,
  scriptResultOf,
  summaryOf,
} from '../support/practice-client.ts';

let practice: PracticeBasicPsf;
let port: number;
const { ask, login, signIn, logout, runScript } = clientOf(() => port);

beforeEach(async () => {
  practice = createPracticeBasicPsf();
  port = Number(new URL((await practice.start()).baseUrl).port);
});
afterEach(() => practice.stop());
afterEach(() => {
  vi.useRealTimers();
});

/** Stops the server's waiting, so that only the test moves it. Sockets go on. */
function holdTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
}

/** Waits without a timer, because expect.poll moves held timers along. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

const scriptHasArrived = () => practice.requests.at(-1)?.kind === 'script';

describe('URL limits', () => {
  it.each([
    ['iis', 2048, 404, 'text/html'],
    ['nginx', 8177, 414, 'text/html'],
    ['apache', 8178, 414, 'text/html; charset=iso-8859-1'],
    ['node', 16_283, 431, undefined],
  ] as const)('answers as %s beyond %i bytes', async (server, maxBytes, status, contentType) => {
    practice.knobs.urlLimit = { server };
    const token = await signIn();
    const prefix = `${SCRIPT}?script.param=`;
    const counted = server === 'iis' ? prefix.length - prefix.indexOf('?') - 1 : prefix.length;
    const fits = `${prefix}${'x'.repeat(maxBytes - counted)}`;
    const headers = { Authorization: `Bearer ${token}` };
    practice.knobs.unreadableParam = 'run';
    expect((await ask({ path: fits, headers })).status).toBe(200);
    const tooLong = await ask({ path: `${fits}x`, headers });
    expect(tooLong.status).toBe(status);
    expect(tooLong.headers['content-type']).toBe(contentType);
    expect(practice.requests.at(-1)).toMatchObject({ kind: 'script', status, urlBytes: fits.length + 1 });
  });

  it('can be set to another length', async () => {
    practice.knobs.urlLimit = { server: 'nginx', maxBytes: 300 };
    const token = await signIn();
    expect((await runScript(token, [])).status).toBe(200);
    expect((await runScript(token, [result('ORD-2025-00101'), result('ORD-2025-00102')])).status).toBe(414);
    expect(practice.orders.get('ORD-2025-00101')?.writes).toBe(0);
  });

  it('has no limit of its own below 60 KB', async () => {
    const many = Array.from({ length: 300 }, () => result('ORD-2025-00101'));
    expect(summaryOf(await runScript(await signIn(), many)).succeeded).toBe(300);
  });
});

describe('pages of web servers', () => {
  it.each([
    ['nginx-414', '20-nginx-414'],
    ['apache-414', '21-apache-414'],
    ['node-431', '22-node-431'],
    ['nginx-502', '23-nginx-502-backend-down'],
    ['nginx-504', '24-nginx-504-backend-slow'],
    ['apache-503', '25-apache-503-backend-down'],
    ['apache-502', '26-apache-502-backend-slow'],
    ['iis-404-detailed', '27-iis-404.15-detailed-text'],
  ] as const)('%s is byte for byte what was measured', async (page, name) => {
    practice.knobs.faults.push({ fault: { kind: 'page', page } });
    const answer = await runScript(await signIn(), [result('ORD-2025-00101')]);
    expectFixture(answer, name);
    expect(answer.headers.server).toBe(page.startsWith('iis') ? 'Microsoft-IIS/10.0' : fixture(name).headers.Server);
    expect(practice.orders.get('ORD-2025-00101')?.writes).toBe(0);
  });

  it('never look like FileMaker', () => {
    for (const page of Object.values(WEB_SERVER_PAGES)) expect(page.body).not.toMatch(/^\s*[{[]/);
  });

  it('can ask for patience, and can come after the work was done', async () => {
    const token = await signIn();
    practice.knobs.faults.push(
      { when: 1, fault: { kind: 'page', page: 'apache-503', retryAfter: '120' } },
      { when: 1, fault: { kind: 'page', page: 'nginx-429', retryAfter: '7' } },
      { when: 1, fault: { kind: 'page', page: 'nginx-504', processed: true } },
    );
    expect(await runScript(token, [result('ORD-2025-00101')])).toMatchObject({ status: 503, headers: { 'retry-after': '120' } });
    expect(await runScript(token, [result('ORD-2025-00101')])).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    expect(practice.orders.get('ORD-2025-00101')?.writes).toBe(0);
    expect((await runScript(token, [result('ORD-2025-00101')])).status).toBe(504);
    expect(practice.orders.get('ORD-2025-00101')?.writes).toBe(1);
  });
});

describe('faults', () => {
  async function withFault(...faults: FaultRule[]): Promise<string> {
    practice.knobs.faults.push(...faults);
    return signIn();
  }
  const one = [result('ORD-2025-00101')];
  const writes = () => practice.orders.get('ORD-2025-00101')?.writes;

  it('happen always, a number of times, or when a function of the request says so', async () => {
    const token = await withFault(
      { when: 2, fault: { kind: 'page', page: 'nginx-502' } },
      { when: (request) => request.refs.includes('ORD-2025-00113'), fault: { kind: 'page', page: 'iis-404' } },
    );
    const status = async (...refs: string[]) =>
      (
        await runScript(
          token,
          refs.map((ref) => result(ref)),
        )
      ).status;
    expect(await status('ORD-2025-00101')).toBe(502);
    expect(await status('ORD-2025-00113')).toBe(502);
    expect(await status('ORD-2025-00101')).toBe(200);
    expect(await status('ORD-2025-00101', 'ORD-2025-00113')).toBe(404);
    expect(await status('ORD-2025-00113')).toBe(404);
    expect(await status('ORD-2025-00102')).toBe(200);
    practice.knobs.faults.length = 0;
    expect(await status('ORD-2025-00113')).toBe(200);
  });

  it('concern script calls unless another call is named', async () => {
    const token = await withFault({ on: 'logout', fault: { kind: 'filemaker', code: '951' } });
    expect((await runScript(token, one)).status).toBe(200);
    expect(codeOf(await logout(token))).toBe('951');
    expect(practice.openSessions).toBe(1);
    practice.knobs.faults = [{ on: 'any', fault: { kind: 'page', page: 'sign-in-200' } }];
    expect((await login()).body).toContain('Sign in');
  });

  it('reset the connection before the work is done', async () => {
    const token = await withFault({ fault: { kind: 'reset' } });
    expect(await brokenBy(runScript(token, one))).toBe('ECONNRESET');
    expect(writes()).toBe(0);
    expect(practice.requests.at(-1)).toMatchObject({ kind: 'script', status: 0 });
  });

  it('reset it after the work is done, with nothing or half of the answer sent', async () => {
    const token = await withFault(
      { when: 1, fault: { kind: 'reset', processed: true } },
      { fault: { kind: 'reset', processed: true, bodyBytes: 30 } },
    );
    expect(await brokenBy(runScript(token, one))).toBe('ECONNRESET');
    expect(writes()).toBe(1);
    expect(await brokenBy(runScript(token, one))).toBe('ECONNRESET');
    expect(writes()).toBe(2);
    expect(practice.requests.at(-1)?.status).toBe(0);
  });

  it('leave a session behind when a login is reset after it was done', async () => {
    practice.knobs.faults.push({ on: 'login', when: 1, fault: { kind: 'reset', processed: true } });
    expect(await brokenBy(login())).toBe('ECONNRESET');
    expect(practice.openSessions).toBe(1);
  });

  it('answer with any code of FileMaker', async () => {
    const token = await withFault(
      { when: 1, fault: { kind: 'filemaker', code: '16', message: 'Operation failed; request retry' } },
      { when: 1, fault: { kind: 'filemaker', code: '401', message: 'No records match the request' } },
      { when: 1, fault: { kind: 'filemaker', code: '952', status: 400 } },
    );
    expect((await runScript(token, one)).body).toBe(
      '{"messages":[{"code":"16","message":"Operation failed; request retry"}],"response":{}}',
    );
    expectFixture(await runScript(token, one), '15-find-none-500-401');
    expect((await runScript(token, one)).status).toBe(400);
    expect(writes()).toBe(0);
  });

  it('cut a session in the middle of a call with 112, before or after the work', async () => {
    const first = await withFault(
      { when: 1, fault: { kind: 'filemaker', code: '112' } },
      { when: 1, fault: { kind: 'filemaker', code: '112', processed: true } },
    );
    expectFixture(await runScript(first, one), '13-window-missing-500-112');
    expect(writes()).toBe(0);
    expect(codeOf(await runScript(first, one))).toBe('112');
    const second = await signIn();
    expect(codeOf(await runScript(second, one))).toBe('0');
    expect(codeOf(await logout(first))).toBe('952');
    expect(writes()).toBe(1);
  });

  it('do the work before a 112 that comes after it', async () => {
    const token = await withFault({ fault: { kind: 'filemaker', code: '112', processed: true } });
    expect(codeOf(await runScript(token, one))).toBe('112');
    expect(writes()).toBe(1);
    expect(practice).toMatchObject({ openSessions: 0, sessionsLost: 1, sessionsClosed: 0 });
  });

  it('kill a session between two calls with 952', async () => {
    const token = await withFault({ when: 1, fault: { kind: 'session-killed' } });
    expectFixture(await runScript(token, one), '05-token-401-952');
    expectFixture(await runScript(token, one), '05-token-401-952');
    expect(writes()).toBe(0);
    expect(practice.sessionsLost).toBe(1);
  });

  it('send the client elsewhere', async () => {
    const token = await withFault({ fault: { kind: 'redirect', to: 'https://elsewhere.example/' } });
    expect(await runScript(token, one)).toMatchObject({ status: 302, headers: { location: 'https://elsewhere.example/' } });
    expect(writes()).toBe(0);
  });

  it('answer with whatever was recorded elsewhere', async () => {
    const { status, body } = fixture('19-bad-upload-960');
    const token = await withFault({
      fault: { kind: 'answer', answer: { status, headers: { 'Content-Type': 'text/plain' }, body } },
    });
    expect(await runScript(token, one)).toMatchObject({ status, body, headers: { 'content-type': 'text/plain' } });
  });

  it('report an error of the script beside a good result', async () => {
    const token = await withFault({ fault: { kind: 'script-error', code: '401' } });
    const answer = await runScript(token, one);
    expect(JSON.parse(answer.body)).toMatchObject({ response: { scriptError: '401' }, messages: [{ code: '0' }] });
    expect(summaryOf(answer).succeeded).toBe(1);
  });

  const spoilt: readonly [ScriptResultFault, (answer: Answer) => void][] = [
    ['truncated', (answer) => expect(scriptResultOf(answer)).toMatch(/^\{"processed":2,[^}]*$/)],
    ['not-json', (answer) => expect(scriptResultOf(answer)).toBe('Batch finished')],
    ['json-error', (answer) => expect(scriptResultOf(answer)).toMatch(/^\? /)],
    ['absent', (answer) => expect(answer.body).toBe(fixture('09-run-script-200-no-result').body)],
    ['empty', (answer) => expect(scriptResultOf(answer)).toBe('')],
    ['order-missing', (answer) => expect(summaryOf(answer)).toMatchObject({ processed: 1, succeeded: 1, results: [{}] })],
    ['order-added', (answer) => expect(summaryOf(answer)).toMatchObject({ processed: 3, succeeded: 3, results: [{}, {}, {}] })],
    ['wrong-counts', (answer) => expect(summaryOf(answer)).toMatchObject({ processed: 3, succeeded: 3, results: [{}, {}] })],
    [(text) => text.replaceAll('OK', 'ok'), (answer) => expect(summaryOf(answer).results[0]?.status).toBe('ok')],
  ];
  it.each(spoilt)('spoil the result of the script: %s', async (change, check) => {
    const token = await withFault({ fault: { kind: 'script-result', change } });
    const answer = await runScript(token, [...one, result('ORD-2025-00102')]);
    expect(answer.status).toBe(200);
    check(answer);
    expect(writes()).toBe(1);
  });

  it('leave the complaint about a bad parameter alone', async () => {
    const token = await withFault({ fault: { kind: 'script-result', change: 'order-missing' } });
    practice.knobs.unreadableParam = 'run';
    const answer = await ask({ path: `${SCRIPT}?script.param=x`, headers: { Authorization: `Bearer ${token}` } });
    expect(scriptResultOf(answer)).toMatch(/^\? /);
  });

  it('let the body drip', async () => {
    const token = await withFault({ fault: { kind: 'slow-body', chunkBytes: 40, everyMs: 1 } });
    const path = `${SCRIPT}${paramOf(one)}`;
    let chunks = 0;
    const body = await new Promise<string>((resolve, reject) => {
      const headers = { Authorization: `Bearer ${token}` };
      httpRequest({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          chunks += 1;
          text += chunk.toString();
        });
        response.on('end', () => resolve(text));
      })
        .on('error', reject)
        .end();
    });
    expect(JSON.parse(body).messages[0].code).toBe('0');
    expect(chunks).toBeGreaterThan(1);
  });

  it('send a body far too large, without announcing its length, that is otherwise right', async () => {
    const token = await withFault({ fault: { kind: 'huge-body', bytes: 6_000_000 } });
    const answer = await runScript(token, one);
    expect(answer.body.length).toBeGreaterThan(6_000_000);
    expect(answer.headers['content-length']).toBeUndefined();
    expect(summaryOf(answer).succeeded).toBe(1);
  });

  it('do the work late, even when nobody waits for it any more', async () => {
    const token = await withFault({ when: 1, fault: { kind: 'delay', ms: 90_000 } });
    holdTimers();
    const given = new AbortController();
    const url = `http://127.0.0.1:${port}${SCRIPT}${paramOf(one)}`;
    const asked = fetch(url, { headers: { Authorization: `Bearer ${token}` }, signal: given.signal });
    await until(scriptHasArrived);
    given.abort();
    await expect(asked).rejects.toThrow();
    vi.advanceTimersByTime(89_999);
    expect(writes()).toBe(0);
    vi.advanceTimersByTime(1);
    expect(writes()).toBe(1);
  });

  it('do the work at once and answer late', async () => {
    const token = await withFault({ fault: { kind: 'delay', ms: 90_000, after: true } });
    holdTimers();
    const asked = runScript(token, one);
    await until(() => writes() === 1);
    expect(practice.requests.at(-1)?.status).toBe(0);
    vi.advanceTimersByTime(90_000);
    expect((await asked).status).toBe(200);
  });

  it('slow every answer by the latency, work included', async () => {
    const token = await signIn();
    practice.knobs.latencyMs = 250;
    holdTimers();
    const asked = runScript(token, one);
    await until(scriptHasArrived);
    vi.advanceTimersByTime(249);
    expect(practice.requests.at(-1)?.status).toBe(0);
    expect(writes()).toBe(0);
    vi.advanceTimersByTime(1);
    expect((await asked).status).toBe(200);
  });

  it('do nothing that was still delayed when the server stopped', async () => {
    const token = await signIn();
    practice.knobs.latencyMs = 250;
    holdTimers();
    const asked = brokenBy(runScript(token, one));
    await until(scriptHasArrived);
    await practice.stop();
    expect(await asked).toBe('ECONNRESET');
    vi.advanceTimersByTime(250);
    expect(writes()).toBe(0);
  });
});
