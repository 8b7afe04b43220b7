// Bytes to text: whatever the encoding and wherever the bytes are cut, and never a guess.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder, type Decoded, looksLike } from '../main/import/decode.ts';

function utf16(text: string, order: 'le' | 'be'): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'be' ? bytes.swap16() : bytes;
}

const ENCODERS: Record<string, (text: string) => Buffer> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with BOM': (text) => Buffer.from(`\uFEFF${text}`),
  'UTF-16LE with BOM': (text) => utf16(`\uFEFF${text}`, 'le'),
  'UTF-16BE with BOM': (text) => utf16(`\uFEFF${text}`, 'be'),
};

function decode(bytes: Buffer, pieceBytes: number): Decoded {
  const decoder = createDecoder(bytes);
  let text = '';
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    const decoded = decoder.push(bytes.subarray(start, start + pieceBytes));
    if (!decoded.ok) return { ok: false, before: text + decoded.before };
    text += decoded.text;
  }
  const end = decoder.end();
  return end.ok ? { ok: true, text: text + end.text } : { ok: false, before: text + end.before };
}

const anyText = fc.string({
  unit: fc.constantFrom('a', '\n', 'å', 'é', '王', '€', '𝄞', '👩', '\uFFFD', '\u0000'),
  maxLength: 40,
});

describe('text', () => {
  it.each(Object.keys(ENCODERS))('in %s comes out as it went in, wherever its bytes are cut', (name) => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 9 }), (text, pieceBytes) => {
        expect(decode((ENCODERS[name] as (text: string) => Buffer)(text), pieceBytes)).toEqual({ ok: true, text });
      }),
    );
  });

  it('is refused exactly when it is not valid UTF-8, with all that comes before the first invalid byte', () => {
    const anyBytes = fc.array(
      fc.constantFrom(0x41, 0x0a, 0xc3, 0xa5, 0xe7, 0x8e, 0x8b, 0xf0, 0x9d, 0x84, 0x9e, 0xff, 0xc0, 0xed, 0xa0),
      {
        maxLength: 24,
      },
    );
    fc.assert(
      fc.property(anyBytes, fc.integer({ min: 1, max: 30 }), (numbers, pieceBytes) => {
        const bytes = Buffer.from(numbers);
        const ours = decode(bytes, pieceBytes);
        try {
          expect(ours).toEqual({ ok: true, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) });
        } catch (error) {
          if (!(error instanceof TypeError)) throw error;
          expect(ours.ok).toBe(false);
          const before = ours.ok ? '' : ours.before;
          const valid = Buffer.from(before);
          expect(bytes.subarray(0, valid.length)).toEqual(valid);
          // The next character is the broken one: no longer beginning of the bytes is text.
          for (let length = valid.length + 1; length <= bytes.length; length += 1) {
            expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length))).toThrow();
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('in UTF-16 is refused where half of a pair stands alone', () => {
    const bytes = Buffer.concat([utf16('\uFEFFab\n', 'le'), Buffer.from([0x00, 0xd8, 0x63, 0x00])]);
    expect(decode(bytes, 100)).toEqual({ ok: false, before: 'ab\n' });
  });
});

describe('what a file looks like', () => {
  it.each([
    ['xlsx', Buffer.from('PK\x03\x04....[Content_Types].xml', 'latin1')],
    ['zip', Buffer.from('PK\x03\x04....readme.txt', 'latin1')],
    ['xls', Buffer.from('d0cf11e0a1b11ae100', 'hex')],
    ['pdf', Buffer.from('%PDF-1.7\n')],
    ['html', Buffer.from('\uFEFF \r\n<!DOCTYPE html><html>')],
    ['html', Buffer.from('<table border=1><tr>')],
    ['html', utf16('\uFEFF<html>', 'le')],
    ['binary', Buffer.from('a,b\0c\n')],
  ])('is %s by its first bytes', (kind, bytes) => {
    expect(looksLike(bytes)).toBe(kind);
  });

  it('is text when it may be text', () => {
    expect(looksLike(Buffer.from('internalOrderRef,bookingResult\n<b>,PK\n'))).toBeNull();
    expect(looksLike(utf16('\uFEFFa,b\n', 'le'))).toBeNull();
    expect(looksLike(utf16('\uFEFFa,b\n', 'be'))).toBeNull();
  });
});
