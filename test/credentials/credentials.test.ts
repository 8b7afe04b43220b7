// Where secrets live: the same contract for every vault, over the machine's real keychain where there is one.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLog, type Vault } from '../../main/base/ports.ts';
import { withEnvironment } from '../../main/credentials/environment.ts';
import { createKeychainVault } from '../../main/credentials/keychain.ts';
import { createSessionVault } from '../../main/credentials/session.ts';
import { openVault } from '../../main/credentials/vault.ts';

process.env.BOOKING_COURIER_KEYCHAIN = 'on';
const opened = await openVault(silentLog);
const reason = opened.failure?.kind === 'keychain-failed' ? ` (skipped, no keychain here: ${opened.failure.words})` : '';
const account = { username: 'courier', password: 'practice-password' };

function contract(openFresh: () => Vault, keeps: Vault['keeps']): void {
  let vault: Vault;
  let name: string;
  beforeEach(() => {
    vault = openFresh();
    name = `Contract test (${randomUUID()})`;
  });
  afterEach(async () => void (await vault.forget(name)));

  test('says how long it keeps what it is given', () => {
    expect(vault.keeps).toBe(keeps);
  });
  test('has nothing under a name it was never given', async () => {
    expect(await vault.read(name)).toEqual({ ok: true, value: null });
  });
  test('gives back what it was given, whatever characters it has', async () => {
    const odd = { username: 'häns "the" \\ 王', password: '{"a":1}\n\t%00 🚚' };
    expect(await vault.write(name, odd)).toEqual({ ok: true, value: undefined });
    expect(await vault.read(name)).toEqual({ ok: true, value: odd });
  });
  test('keeps the newest account of a name', async () => {
    await vault.write(name, account);
    await vault.write(name, { ...account, password: 'another-practice-password' });
    expect(await vault.read(name)).toEqual({ ok: true, value: { ...account, password: 'another-practice-password' } });
  });
  test('keeps names apart', async () => {
    await vault.write(name, account);
    expect(await vault.read(`${name} 2`)).toEqual({ ok: true, value: null });
  });
  test('forgets, also what it never had', async () => {
    await vault.write(name, account);
    expect(await vault.forget(name)).toEqual({ ok: true, value: undefined });
    expect(await vault.read(name)).toEqual({ ok: true, value: null });
    expect(await vault.forget(name)).toEqual({ ok: true, value: undefined });
  });
}

describe('the vault of one run', () => {
  contract(createSessionVault, 'this-run-only');

  test('shares nothing with another run', async () => {
    const first = createSessionVault();
    await first.write('BasicPSF (test)', account);
    expect(await createSessionVault().read('BasicPSF (test)')).toEqual({ ok: true, value: null });
  });
});

describe.skipIf(opened.failure !== null)(`the keychain of this machine${reason}`, () => {
  contract(createKeychainVault, 'keychain');

  test('is what is opened here', () => {
    expect(opened.vault.keeps).toBe('keychain');
  });
  test('leaves the keychain alone when it is switched off', async () => {
    process.env.BOOKING_COURIER_KEYCHAIN = 'off';
    const { vault, failure } = await openVault(silentLog);
    process.env.BOOKING_COURIER_KEYCHAIN = 'on';
    expect(vault.keeps).toBe('this-run-only');
    expect(failure).toMatchObject({ kind: 'keychain-failed' });
  });

  test('shares what it keeps with the next run', async () => {
    const name = `Contract test (${randomUUID()})`;
    await createKeychainVault().write(name, account);
    expect(await createKeychainVault().read(name)).toEqual({ ok: true, value: account });
    await createKeychainVault().forget(name);
  });
});

describe('opening a vault', () => {
  test.runIf(process.platform === 'linux')('falls back to this run only, and says why, where nothing answers', async () => {
    const bus = process.env.DBUS_SESSION_BUS_ADDRESS;
    process.env.DBUS_SESSION_BUS_ADDRESS = 'unix:path=/nowhere/bus';
    try {
      const { vault, failure } = await openVault(silentLog);
      expect(vault.keeps).toBe('this-run-only');
      expect(failure).toMatchObject({ kind: 'keychain-failed', words: expect.stringMatching(/./) });
    } finally {
      if (bus === undefined) delete process.env.DBUS_SESSION_BUS_ADDRESS;
      else process.env.DBUS_SESSION_BUS_ADDRESS = bus;
    }
  });

  test.runIf(process.platform === 'linux')('waits for a silent keychain only so long', async () => {
    const { vault, failure } = await openVault(silentLog, 0);
    expect(vault.keeps).toBe('this-run-only');
    expect(failure).toEqual({ kind: 'keychain-failed', words: 'it is locked or does not answer' });
  });
});

describe('an account from the environment', () => {
  const variables = {
    BOOKING_COURIER_BASICPSF_USERNAME: 'job',
    BOOKING_COURIER_BASICPSF_PASSWORD: 'practice-password-of-the-job',
  };
  const job = { username: 'job', password: 'practice-password-of-the-job' };

  test('stands in where the vault has none', async () => {
    const vault = withEnvironment(createSessionVault(), variables);
    expect(await vault.read('BasicPSF (test)')).toEqual({ ok: true, value: job });
  });
  test('stands in where the keychain cannot be asked', async () => {
    const locked: Vault = {
      ...createSessionVault(),
      read: async () => ({ ok: false, failure: { kind: 'keychain-failed', words: 'locked' } }),
    };
    expect(await withEnvironment(locked, variables).read('BasicPSF (test)')).toEqual({ ok: true, value: job });
    expect(await withEnvironment(locked, {}).read('BasicPSF (test)')).toMatchObject({ ok: false });
  });
  test('gives way to a kept one', async () => {
    const vault = withEnvironment(createSessionVault(), variables);
    await vault.write('BasicPSF (test)', account);
    expect(await vault.read('BasicPSF (test)')).toEqual({ ok: true, value: account });
  });
  test('is for BasicPSF only, and needs both halves', async () => {
    expect(await withEnvironment(createSessionVault(), variables).read('BRP (test)')).toEqual({ ok: true, value: null });
    const half = withEnvironment(createSessionVault(), { BOOKING_COURIER_BASICPSF_USERNAME: 'job' });
    expect(await half.read('BasicPSF (test)')).toEqual({ ok: true, value: null });
  });
});
