// Which letters a file holds: names of many languages in every encoding, and names that were read wrongly before they came here.
// Nothing is decided wrongly in silence; what is asked has the right answer among the choices.

import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeAs, rankEncodings, rankUtf8 } from '../../main/import/read/encodings.ts';
import { readRightly } from '../../main/import/read/misread.ts';
import { ENCODED, NAMES } from '../fixtures/names.ts';
import { failureOf, stageBytes, stageText } from '../support/make-stage.ts';

const HEADER = 'internalOrderRef,bookingResult,bookingDate,inspectorName';

function reported(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, '../fixtures/csv-reported', name));
}

function linesOf(names: readonly string[], encoding: string): Buffer[] {
  const lines = names.map((name) => iconv.encode(`ORD-1,Booked,2025-04-28,${name}`, encoding));
  return lines.filter((line) => line.some((byte) => byte > 127));
}

/** Names one at a time, in pairs, and many of them: 1 to 400 rows. */
function samplesOf(language: string): string[][] {
  const names = NAMES[language] as readonly string[];
  const pairs = names.map((name, at) => [name, names[(at * 7 + 3) % names.length] as string]);
  const many = Array.from({ length: 400 }, (_, at) => names[at % names.length] as string);
  return [...names.map((name) => [name]), ...pairs, many.slice(0, 5), many.slice(3, 23), many];
}

describe('the letters of a file', () => {
  it.each(ENCODED)('in %s are never read wrongly in silence (%s)', (encoding, languages) => {
    const isOurs = encoding === 'windows-1252' || encoding === 'GB18030';
    let [asked, files] = [0, 0];
    for (const language of languages) {
      for (const names of samplesOf(language)) {
        const lines = linesOf(names, encoding);
        if (lines.length === 0) continue;
        const ranking = isUtf8(Buffer.concat(lines)) ? rankUtf8(lines) : rankEncodings(lines, 'windows-1252');
        const reads = (one: Parameters<typeof decodeAs>[1]): boolean =>
          lines.every((line) => decodeAs(line, one) === iconv.decode(line, encoding));
        files += 1;
        if (!ranking.isCertain) asked += 1;
        else expect(reads(ranking.encoding), `${names.slice(0, 3)} was taken for ${ranking.encoding}`).toBe(true);
        if (names.length > 5 && !ranking.isCertain) expect(ranking.candidates.some(reads), String(names.slice(0, 3))).toBe(true);
        if (isOurs && names.length >= 400) expect(ranking.isCertain, language).toBe(true);
      }
    }
    // The encodings of the office itself are seldom asked about, though the names here were chosen to be hard.
    if (isOurs) expect(asked / files).toBeLessThan(0.2);
  });

  it('are asked for with the names as each encoding reads them', async () => {
    for (const [file, encoding, name] of [
      ['e01-1254-one.csv', 'windows-1254', 'Ayşe Yılmaz'],
      ['e05-1251-even.csv', 'windows-1251', 'Иван Петров'],
    ] as const) {
      const { reading } = await stageBytes(reported(file));
      expect(reading.asks, file).toEqual(['encoding']);
      expect(reading.encodings.find((one) => one.encoding === encoding)?.names, file).toContain(name);
      const chosen = await stageBytes(reported(file), { choice: { encoding } });
      expect(chosen.rows[0]?.inspector).toBe(name);
    }
  });

  it('that are no letters cost a row and not the file, or are named', async () => {
    const { rows } = await stageBytes(reported('04-nul-in-cell.csv'));
    expect(rows.map(({ verdict }) => verdict)).toEqual(['invalid']);
    const text = `${HEADER}\nORD-1,Booked,2025-04-28,Zhang Wei\n`;
    const padded = await stageText(`${text}${'\0'.repeat(70_000)}`);
    expect(padded.rows.map(({ verdict }) => verdict)).toEqual(['new']);
    expect(padded.reading.notes).toContainEqual({ kind: 'nul-padding', count: expect.any(Number), sample: '' });
    for (const encoding of ['utf-32le', 'utf-32be']) {
      for (const addBOM of [true, false]) {
        expect(await failureOf(iconv.encode(text, encoding, { addBOM }))).toMatchObject({ looksLike: 'utf-32' });
      }
    }
  });

  it('in UTF-16 without a mark are found although every one of them is Chinese', async () => {
    const text = '订单号\t预订结果\t预订日期\t检验员\n内部订单一二三四五六\t已预订\t二〇二五年\t王秀英\n';
    for (const bytes of [Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()]) {
      const { reading, rows } = await stageBytes(bytes);
      expect(reading.reading.encoding).toMatch(/^UTF-16/);
      expect(rows[0]?.inspector).toBe('王秀英');
    }
  });
});

describe('a name that was read wrongly before', () => {
  it('is none of the names as people write them', () => {
    for (const names of Object.values(NAMES)) for (const name of names) expect(readRightly(name), name).toBeNull();
  });

  it.each([
    'windows-1252',
    'windows-1250',
    'windows-1251',
    'windows-1254',
    'macintosh',
    'Shift_JIS',
    'EUC-KR',
    'CP850',
    'KOI8-R',
  ])('as %s comes back as it was', (encoding) => {
    let found = 0;
    for (const name of Object.values(NAMES).flat()) {
      const misread = iconv.decode(Buffer.from(name), encoding);
      if (misread === name || /[\ufffd\u0080-\u009f\ue000-\uf8ff?]/.test(misread) || /^[\0-\x7f’]*$/.test(name)) continue;
      expect(readRightly(misread), `${name} as ${misread}`).not.toBeNull();
      found += 1;
    }
    expect(found).toBeGreaterThan(100);
  });

  it('is held however little of it is damaged, twice or in private letters too', async () => {
    const { rows } = await stageBytes(reported('e28-partial-moji.csv'));
    expect(rows.filter(({ verdict }) => verdict === 'new').map(({ inspector }) => inspector)).toEqual(['O’Brien']);
    const names = ['JÃƒÂ¶rgen', 'J枚rgen', 'Zhang \ue123', '?? Wei'];
    const held = await stageText([HEADER, ...names.map((name, at) => `R${at},Booked,2025-04-28,${name}`)].join('\n'));
    expect(held.rows.every(({ verdict }) => verdict === 'invalid')).toBe(true);
    const remarked = ['J?rgen', '?sa Berg', '王?'];
    const asked = await stageText([HEADER, ...remarked.map((name, at) => `R${at},Booked,2025-04-28,${name}`)].join('\n'));
    expect(asked.rows.every(({ problems }) => problems.includes('letters-asked'))).toBe(true);
    const fine = await stageText(
      [HEADER, ...['What?', 'Anna?'].map((name, at) => `R${at},Booked,2025-04-28,${name}`)].join('\n'),
    );
    expect(fine.rows.every(({ verdict }) => verdict === 'new')).toBe(true);
  });
});
