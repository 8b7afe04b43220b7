// What a server quotes of the request it got: every secret is found in every form that a header, an address, JSON, XML or
// HTML gives it, and other words stay as they are.
import { beforeEach, describe, expect, it } from 'vitest';
import { learnSecrets, scrubFailure, scrubWords, withoutSecrets } from '../../main/base/secrets.ts';

// Every printable letter of ASCII, and letters beyond it, so that no letter is one that nobody tried.
const ASCII = Array.from({ length: 94 }, (_, n) => String.fromCharCode(33 + n)).join('');
const PASSWORD = `kanarie ${ASCII} åäö€😀`;
const USERNAME = 'kanarie-clerk';
const TOKEN = 'practice-session-4f0b9c2e77';
const KEY = 'practice/key+0123456789=';

const basic = Buffer.from(`${USERNAME}:${PASSWORD}`).toString('base64');
function sendAll(): void {
  learnSecrets({ path: '/fmi/data/vLatest/databases/PPS/sessions', headers: { Authorization: `Basic ${basic}` } });
  learnSecrets({ path: '/script/x', headers: { authorization: `Bearer ${TOKEN}` } });
  learnSecrets({ path: `/bookings?apikey=${encodeURIComponent(KEY)}&fromdate=2025-04-28`, headers: {} });
}
beforeEach(sendAll);

function escapedAll(text: string): string {
  return Array.from({ length: text.length }, (_, n) => `\\u${text.charCodeAt(n).toString(16).padStart(4, '0')}`).join('');
}

const percent = (text: string): string => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

const FORMS: readonly (readonly [string, (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['in capitals', (text) => text.toUpperCase()],
  ['percent-encoded', encodeURIComponent],
  ['percent-encoded to the last letter', percent],
  ['percent-encoded twice', (text) => encodeURIComponent(encodeURIComponent(text))],
  ['as a form encodes it', (text) => new URLSearchParams({ x: text }).toString().slice(2)],
  ['in JSON', (text) => JSON.stringify(text)],
  ['in JSON within JSON', (text) => JSON.stringify(JSON.stringify(text))],
  ['in JSON escaped to the last letter', escapedAll],
  ['in XML', (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')],
  ['in numbers of HTML', (text) => [...text].map((char) => `&#${char.codePointAt(0)};`).join('')],
  ['in hexadecimal numbers of HTML', (text) => [...text].map((char) => `&#x${char.codePointAt(0)?.toString(16)};`).join('')],
  ['in Base64', (text) => Buffer.from(text).toString('base64')],
  ['in Base64 for addresses', (text) => Buffer.from(text).toString('base64url')],
  ['in Base64 of a longer text', (text) => Buffer.from(`Account: ${text}, again`).toString('base64')],
  ['in Base64 of an address', (text) => Buffer.from(`/x?y=${encodeURIComponent(text)}&z`).toString('base64')],
  ['in Base64 of a form', (text) => Buffer.from(`y=${new URLSearchParams({ x: text })}&z`).toString('base64url')],
  ['in Base64 of JSON', (text) => Buffer.from(JSON.stringify({ said: text })).toString('base64')],
  ['in hexadecimal', (text) => Buffer.from(text).toString('hex')],
  ['read as Latin-1', (text) => Buffer.from(text).toString('latin1')],
  ['split over lines', (text) => (text.match(/.{1,16}/gsu) as string[]).join('\r\n  ')],
  [
    'split over lines in Base64',
    (text) =>
      (
        Buffer.from(text)
          .toString('base64')
          .match(/.{1,24}/g) as string[]
      ).join('\n'),
  ],
];

describe('words of a server', () => {
  it.each(FORMS)('lose every secret that stands in them %s', (_, form) => {
    for (const secret of [PASSWORD, TOKEN, KEY, basic, `${USERNAME}:${PASSWORD}`]) {
      const clean = scrubWords(`You sent <<${form(secret)}>> to us.`);
      expect(clean).toMatch(/^You sent <<.{0,12}\[redacted\].{0,12}>> to us\.$/s);
      expect(withoutSecrets(form(secret))).toContain('[redacted]');
    }
  });

  it('lose what is sent again and again, however many sessions there were since', () => {
    for (let n = 0; n < 100; n += 1) {
      learnSecrets({ path: '/', headers: { authorization: `Bearer session-${n}-0123456789` } });
      if (n % 10 === 0) sendAll();
    }
    expect(scrubWords(`sent ${TOKEN} and session-99-0123456789`)).toBe('sent [redacted] and [redacted]');
  });

  it('lose each letter of a password by itself, whatever letter it is', () => {
    for (const char of [...ASCII, ' ', 'å', '€', '😀']) {
      const password = `${char}ab${char}12${char}`;
      const account = Buffer.from(`x:${password}`).toString('base64');
      expect(() => learnSecrets({ path: '/', headers: { authorization: `Basic ${account}` } })).not.toThrow();
      expect(scrubWords(`was ${password} here`)).not.toContain(password);
    }
  });

  it('lose headers that were never ours, and keep what only looks like one', () => {
    expect(scrubWords('Authorization: Bearer somebodys-other-0123456789')).toBe('Authorization: [redacted]');
    expect(scrubWords('{"Cookie":"a=b"}')).toBe('{"Cookie":"[redacted]"}');
    expect(scrubWords('a basic misunderstanding of the bearer')).toBe('a basic misunderstanding of the bearer');
    expect(scrubWords('Order ORD-2025-00117 not found')).toBe('Order ORD-2025-00117 not found');
  });

  it('keep no half of a secret at the place where they are cut', () => {
    for (let before = 1980; before <= 2000; before += 1) {
      const clean = scrubWords('.'.repeat(before) + TOKEN);
      expect(clean).not.toContain(TOKEN.slice(0, 12));
      expect(clean.length).toBeLessThanOrEqual(2001);
    }
  });

  it('keep no half of a secret where they are read no further, however little is left of what stands before', () => {
    for (let before = 0; before < 400; before += 37) {
      const clean = scrubWords('.'.repeat(before) + `${basic} `.repeat(200));
      expect(clean).not.toContain(basic.slice(0, 12));
      expect(clean.startsWith(`${'.'.repeat(before)}[redacted]`)).toBe(true);
    }
  });

  it('are cleaned in every field of a failure, whose kind and numbers stay', () => {
    expect(scrubFailure({ kind: 'script-failed', code: '500', message: `sent ${TOKEN}` } as never)).toEqual({
      kind: 'script-failed',
      code: '500',
      message: 'sent [redacted]',
    });
  });
});
