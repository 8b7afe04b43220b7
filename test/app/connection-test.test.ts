// "Test connection": one plain sentence for each thing that can be wrong, and nothing left open on the server.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testConnection } from '../../main/app/connection-test.ts';
import { systemClock } from '../../main/base/ports.ts';
import { createPracticeBasicPsf, type PracticeBasicPsf } from '../../main/practice/basicpsf.ts';
import { LookUpSettings } from '../../shared/held-order.ts';

const ACCOUNT = { username: 'courier', password: 'practice-password' };
let practice: PracticeBasicPsf;
let baseUrl: string;

beforeEach(async () => {
  practice = createPracticeBasicPsf({ accounts: [ACCOUNT] });
  baseUrl = (await practice.start()).baseUrl;
});
afterEach(() => practice.stop());

const how = { manner: LookUpSettings.parse({}), isOn: true };
const test = (account = ACCOUNT, url = baseUrl, database = 'BasicPSF_Test') =>
  testConnection(url, database, account, systemClock, how);

describe('the connection test', () => {
  it('says that all is well, and closes its session', async () => {
    expect(await test()).toEqual({
      works: true,
      sentence: 'All well: signed in to BasicPSF_Test as courier and out again.',
      lookUp: 'This account can look orders up, so nothing newer in BasicPSF is overwritten unasked.',
    });
    expect([practice.sessionsOpened, practice.sessionsClosed]).toEqual([1, 1]);
  });

  it('says in one line when the account may not look orders up, a field is missing or it is refused, and works all the same', async () => {
    practice.knobs.mayFind = false;
    expect(await test()).toMatchObject({ works: true, lookUp: expect.stringMatching(/may not look orders up/) });
    practice.knobs.mayFind = true;
    practice.knobs.fieldsOnLayout = practice.knobs.fieldsOnLayout.filter((name) => name !== 'InspectorName');
    expect(await test()).toMatchObject({
      works: true,
      lookUp: expect.stringMatching(/field "InspectorName" is not on the layout/),
    });
    practice.knobs.faults.push({
      fault: { kind: 'page', page: 'iis-404' },
      on: 'any',
      when: ({ kind }) => kind === 'find' || kind === 'layout',
    });
    expect(await test()).toMatchObject({ works: true, lookUp: expect.stringMatching(/cannot be looked up/) });
    expect([practice.sessionsOpened, practice.openSessions]).toEqual([3, 0]);
  });

  it('says that the password is wrong', async () => {
    const { works, sentence } = await test({ ...ACCOUNT, password: 'another' });
    expect(works).toBe(false);
    expect(sentence).toMatch(/account or its password/i);
    expect(sentence).not.toContain('another');
  });

  it('says that the database is not there', async () => {
    const { works, sentence } = await test(ACCOUNT, baseUrl, 'BasicPSF_PPS');
    expect(works).toBe(false);
    expect(sentence).toMatch(/database/i);
  });

  it('says that the layout is missing, and closes its session all the same', async () => {
    practice.knobs.faults.push({ fault: { kind: 'filemaker', code: '105' }, on: 'layout' });
    const { works, sentence } = await test();
    expect(works).toBe(false);
    expect(sentence).toMatch(/QC_Booking/);
    expect(practice.openSessions).toBe(0);
  });

  it('says that nobody answers at this address', async () => {
    await practice.stop();
    const { works, sentence } = await test();
    expect(works).toBe(false);
    expect(sentence).toMatch(/127\.0\.0\.1/);
  });

  it('says that the name of the host is not known', async () => {
    const { works, sentence } = await test(ACCOUNT, 'https://no-such-host.invalid');
    expect(works).toBe(false);
    expect(sentence).toMatch(/no-such-host\.invalid/);
  });

  it('says that something else than BasicPSF answers', async () => {
    const other = createServer((_request, answer) =>
      answer.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Welcome</html>'),
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { works, sentence } = await test(ACCOUNT, `http://127.0.0.1:${(other.address() as AddressInfo).port}`);
    await new Promise((resolve) => other.close(resolve));
    expect(works).toBe(false);
    expect(sentence).toMatch(/BasicPSF/);
  });
});
