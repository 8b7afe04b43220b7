// Bytes to text: whatever the encoding and wherever the bytes are cut, and never a guess.
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { createDecoder, type Decoded, declaredEncoding, looksLike } from '../../main/import/read/decode.ts';

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
  const { encoding, bomBytes } = declaredEncoding(bytes) ?? { encoding: 'UTF-8', bomBytes: 0 };
  const decoder = createDecoder(encoding, true);
  let text = '';
  for (let start = bomBytes; start < bytes.length; start += pieceBytes) {
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

  it('in an encoding of one office or country comes out as it went in, wherever its bytes are cut', () => {
    const CASES = {
      'windows-1252': 'Åsa Sjöö, £5',
      GB18030: '王秀英,张伟𝄞\n',
      Big5: '陳美玲,林志明\n',
      macintosh: 'Åsa Sjöö',
    } as const;
    for (const [encoding, text] of Object.entries(CASES)) {
      const bytes = iconv.encode(text, encoding);
      for (const pieceBytes of [1, 2, 3, 100]) {
        const decoder = createDecoder(encoding as keyof typeof CASES, true);
        let read = '';
        for (let start = 0; start < bytes.length; start += pieceBytes) {
          const decoded = decoder.push(bytes.subarray(start, start + pieceBytes));
          read += decoded.ok ? decoded.text : '';
        }
        const end = decoder.end();
        expect(read + (end.ok ? end.text : '')).toBe(text);
      }
    }
  });

  it('that must be read although it is broken has U+FFFD where letters are lost, and everything else', () => {
    const lenient = createDecoder('UTF-8', false);
    expect(lenient.push(Buffer.from([0x61, 0xe5, 0x2c, 0xc3]))).toEqual({ ok: true, text: 'a\uFFFD,' });
    expect(lenient.end()).toEqual({ ok: true, text: '\uFFFD' });
    const wide = createDecoder('UTF-16LE', false);
    expect(wide.push(Buffer.from([0x61, 0x00, 0x00, 0xdc, 0x62]))).toEqual({ ok: true, text: 'a\uFFFD' });
    expect(wide.end()).toEqual({ ok: true, text: '\uFFFD' });
  });

  it('in UTF-16 without a byte order mark is known by its NUL bytes', () => {
    const text = 'internalOrderRef,inspectorName\nORD-1,王秀英\n';
    expect(declaredEncoding(utf16(text, 'le'))).toEqual({ encoding: 'UTF-16LE', bomBytes: 0 });
    expect(declaredEncoding(utf16(text, 'be'))).toEqual({ encoding: 'UTF-16BE', bomBytes: 0 });
    expect(declaredEncoding(Buffer.from(text))).toBeNull();
    expect(declaredEncoding(Buffer.from('a,b\0\0\0\0c\n'))).toBeNull();
  });

  it('in UTF-16 is refused where half of a pair stands alone', () => {
    const bytes = Buffer.concat([utf16('\uFEFFab\n', 'le'), Buffer.from([0x00, 0xd8, 0x63, 0x00])]);
    expect(decode(bytes, 100)).toEqual({ ok: false, before: 'ab\n' });
  });
});

describe('what a file looks like', () => {
  it.each([
    // Which kind of archive, its parts say: see the workbooks.
    ['archive', Buffer.from('PK\x03\x04....[Content_Types].xml', 'latin1')],
    ['xls', Buffer.from('d0cf11e0a1b11ae100', 'hex')],
    ['xls', Buffer.from('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">')],
    ['encrypted', Buffer.concat([Buffer.from('d0cf11e0a1b11ae100', 'hex'), utf16('EncryptedPackage', 'le')])],
    ['pdf', Buffer.from('%PDF-1.7\n')],
    ['html', Buffer.from('\uFEFF \r\n<!DOCTYPE html><html>')],
    ['html', Buffer.from('<table border=1><tr>')],
    ['html', utf16('\uFEFF<html>', 'le')],
    ['binary', Buffer.from('a\0\x01b\0\x02c\0\n')],
    ['utf-32', Buffer.from('fffe0000610000000a000000', 'hex')],
    ['utf-32', Buffer.from([...'internalOrderRef,b\n'].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0]))],
  ])('is %s by its first bytes', (kind, bytes) => {
    expect(looksLike(bytes)).toBe(kind);
  });

  it('is text when it may be text', () => {
    expect(looksLike(Buffer.from('internalOrderRef,bookingResult\n<b>,PK\n'))).toBeNull();
    expect(looksLike(utf16('\uFEFFa,b\n', 'le'))).toBeNull();
    expect(looksLike(utf16('\uFEFFa,b\n', 'be'))).toBeNull();
  });
});
