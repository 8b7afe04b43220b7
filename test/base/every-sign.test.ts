// Secrets are learned from what is sent, whatever letters they have, and taken out of what others say.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { learnSecrets, scrubWords } from '../../main/base/secrets.ts';

/** Learns what a sign-in with `password` sends; answers its header. */
function signIn(password: string): string {
  const header = `Basic ${Buffer.from(`courier:${password}`).toString('base64')}`;
  learnSecrets({ path: '/fmi/data/vLatest/databases/Example/sessions', headers: { Authorization: header } });
  return header;
}

describe('a secret', () => {
  // Each sign of ASCII by itself, because a pattern may take one of them for its own.
  test.each([...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ '])('with %s in it is learned and taken out', (sign) => {
    const password = `Quite${sign}a${sign}word${sign}7`;
    const header = signIn(password);
    // The padding of Base64 says nothing.
    const clean = scrubWords(`Nobody knows ${password}, sent as ${header}`).replace(/=+$/, '');
    expect(clean).toBe('Nobody knows [redacted], sent as Basic [redacted]');
  });

  test('whose Base64 has signs that URLs write otherwise is taken out in both spellings', () => {
    const password = '???>>>~~~???>>>~~~';
    signIn(password);
    const spellings = [Buffer.from(password).toString('base64'), Buffer.from(password).toString('base64url')];
    expect(spellings.join('')).toMatch(/[+/].*[-_]/);
    for (const spelling of spellings) expect(scrubWords(`told ${spelling}`)).toMatch(/^told \[redacted\].?$/);
  });

  test('of any letters never keeps a request from being sent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (password) => {
        expect(() => signIn(password)).not.toThrow();
      }),
    );
    const password = 'Пароль-密码-🔑-naïve';
    signIn(password);
    expect(scrubWords(`said ${password} here`)).not.toContain('密码');
  });

  test('of a session or a key in an address may have any signs too', () => {
    learnSecrets({ path: '/x?api_key=a-b%2Dc-d_e.7-f', headers: { authorization: 'Bearer s-1_2-3.4~5-6-7-8' } });
    expect(scrubWords('heard a-b-c-d_e.7-f and s-1_2-3.4~5-6-7-8')).toBe('heard [redacted] and [redacted]');
  });
});
