// Which encoding a short, realistic file is in: every file is built here from names of people as they are common in Sweden,
// Britain and China, in every encoding that offices save. A miss must ask; nothing is decided wrongly in silence.
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decodeAs, rankEncodings, rankUtf8 } from '../../main/import/read/encodings.ts';
import type { Encoding } from '../../shared/encodings.ts';
import { stageBytes } from '../support/make-stage.ts';

const HEADER = 'internalOrderRef,bookingResult,bookingDate,inspectorName';
const CHINESE_HEADER = '订单号,预订结果,预订日期,检验员';
const SWEDISH = ['Åsa Lindström', 'Björn Sjögren', 'Märta Öberg'];
const BRITISH = ['Siân Evans', 'Zoë Clarke', 'John Smith'];
const CHINESE = ['王秀英', '张伟', '李娜', '刘洋'];
const TRADITIONAL = ['陳美玲', '林志明', '黃淑芬', '張家豪'];

function fileOf(
  names: readonly string[],
  { header = HEADER, rows = names.length, delimiter = ',', plain = 'John Smith' } = {},
): string {
  const lines = Array.from({ length: rows }, (_, n) => `ORD-${1000 + n},Booked,2025-04-28,${names[n] ?? plain}`);
  return [header, ...lines, ''].join('\r\n').replaceAll(',', delimiter);
}

function repeated(names: readonly string[], rows: number): string[] {
  return Array.from({ length: rows }, (_, n) => names[n % names.length] as string);
}

interface Case {
  readonly text: string;
  readonly saved: Encoding;
  readonly bom?: boolean;
  readonly os?: Encoding;
  /** Not decided on by itself, but proposed. */
  readonly asks?: boolean;
}

const CASES: Record<string, Case> = {
  'UTF-8, Swedish, BOM': { text: fileOf(SWEDISH), saved: 'UTF-8', bom: true },
  'UTF-8, Swedish, no BOM': { text: fileOf(SWEDISH), saved: 'UTF-8' },
  'UTF-8, British, one row': { text: fileOf(['Zoë Clarke']), saved: 'UTF-8' },
  'UTF-8, Chinese, no BOM': { text: fileOf(CHINESE), saved: 'UTF-8', os: 'GB18030' },
  'UTF-8, Chinese, 1,000 rows': { text: fileOf(repeated(CHINESE, 1000)), saved: 'UTF-8' },
  'UTF-8, ASCII alone': { text: fileOf(['John Smith']), saved: 'UTF-8' },
  'UTF-16LE, Swedish, BOM, tabs': { text: fileOf(SWEDISH, { delimiter: '\t' }), saved: 'UTF-16LE', bom: true },
  'UTF-16LE, Chinese, no BOM': { text: fileOf(CHINESE), saved: 'UTF-16LE' },
  'UTF-16BE, Chinese, BOM': { text: fileOf(CHINESE), saved: 'UTF-16BE', bom: true },
  'UTF-16BE, Swedish, no BOM': { text: fileOf(SWEDISH), saved: 'UTF-16BE' },
  'windows-1252, Swedish': { text: fileOf(SWEDISH), saved: 'windows-1252' },
  'windows-1252, Swedish, one row': { text: fileOf(['Åsa Lind']), saved: 'windows-1252' },
  'windows-1252, one Å in 2,000 rows': { text: fileOf(['Åsa Lind'], { rows: 2000 }), saved: 'windows-1252' },
  'windows-1252, British': { text: fileOf([...BRITISH, 'Sean O’Brien']), saved: 'windows-1252' },
  'windows-1252, Swedish, on a Chinese machine': { text: fileOf(SWEDISH), saved: 'windows-1252', os: 'GB18030' },
  'windows-1252, Swedish, 1,000 rows, semicolons': {
    text: fileOf(repeated(SWEDISH, 1000), { delimiter: ';' }),
    saved: 'windows-1252',
  },
  'GB18030, Chinese': { text: fileOf(CHINESE), saved: 'GB18030', os: 'GB18030' },
  'GB18030, Chinese, one row': { text: fileOf(['张伟']), saved: 'GB18030', os: 'GB18030' },
  'GB18030, Chinese header': { text: fileOf(CHINESE, { header: CHINESE_HEADER }), saved: 'GB18030', os: 'GB18030' },
  'GB18030, Chinese, 1,000 rows, on a Swedish machine': { text: fileOf(repeated(CHINESE, 1000)), saved: 'GB18030' },
  'GB18030, Chinese among plain names': { text: fileOf([...BRITISH.slice(2), ...CHINESE]), saved: 'GB18030' },
  'Big5, Chinese': { text: fileOf(TRADITIONAL), saved: 'Big5', asks: true },
  'Big5, Chinese, 1,000 rows, on a Chinese machine': {
    text: fileOf(repeated(TRADITIONAL, 1000)),
    saved: 'Big5',
    os: 'GB18030',
    asks: true,
  },
  'macintosh, Swedish': { text: fileOf(SWEDISH), saved: 'macintosh', asks: true },
  'macintosh, one Å in 2,000 rows': { text: fileOf(['Åsa Lind'], { rows: 2000 }), saved: 'macintosh', asks: true },
};

function bytesOf({ text, saved, bom = false }: Case): Buffer {
  return iconv.encode(bom ? `\uFEFF${text}` : text, saved === 'UTF-16BE' ? 'utf-16be' : saved, { addBOM: false });
}

const read = async (one: Case): Promise<{ encoding: Encoding; asks: boolean; names: string[] }> => {
  const { reading, rows } = await stageBytes(bytesOf(one), { osEncoding: one.os ?? 'windows-1252' });
  return {
    encoding: reading.reading.encoding,
    asks: reading.asks.includes('encoding'),
    names: rows.map(({ inspector }) => inspector),
  };
};

describe('an encoding', () => {
  it('is found for 25 short files, and what is missed asks', async () => {
    expect(Object.keys(CASES)).toHaveLength(25);
    let right = 0;
    for (const [name, one] of Object.entries(CASES)) {
      const { encoding, asks } = await read(one);
      if (encoding === one.saved) right += 1;
      else expect(asks, `${name} was taken for ${encoding} in silence`).toBe(true);
    }
    expect(right).toBeGreaterThanOrEqual(23);
  });

  it.each(Object.entries(CASES))('%s', async (_, one) => {
    const { asks, encoding, names } = await read(one);
    expect({ encoding, asks }).toEqual({ encoding: one.saved, asks: one.asks ?? false });
    expect(one.text).toContain(names[0]);
  });

  it('that breaks late in a file is another one from its first byte on', async () => {
    const rows = Array.from({ length: 60_000 }, (_, n) => `ORD-${n},Booked,2025-04-28,John Smith`);
    const text = [HEADER, ...rows, 'ORD-x,Booked,2025-04-28,Åsa Lindström', ''].join('\n');
    const { reading, rows: staged } = await stageBytes(iconv.encode(text, 'windows-1252'));
    expect(reading.reading.encoding).toBe('windows-1252');
    expect(staged.at(-1)).toMatchObject({ ref: 'ORD-x', inspector: 'Åsa Lindström', verdict: 'new' });
    expect(staged).toHaveLength(60_001);
  });

  it('that is said by a mark and is valid is not asked about, however few and strange its letters are', async () => {
    for (const word of ['\u00a1', 'Ã¶', 'ŝ']) {
      const { reading } = await stageBytes(Buffer.from(`\uFEFF${fileOf([word])}`));
      expect(reading).toMatchObject({ reading: { encoding: 'UTF-8' }, asks: [] });
    }
  });

  it('that is UTF-8 but for a few letters asks, and holds back what is damaged', async () => {
    const text = Buffer.from(fileOf([...SWEDISH, ...CHINESE]));
    const broken = Buffer.concat([text, iconv.encode('ORD-9,Booked,2025-04-28,Åsa Öst\r\n', 'windows-1252')]);
    for (const bytes of [broken, Buffer.concat([Buffer.from('\uFEFF'), broken])]) {
      const { reading, rows } = await stageBytes(bytes);
      expect(reading).toMatchObject({ reading: { encoding: 'UTF-8' }, asks: ['encoding'] });
      expect(rows.at(-1)).toMatchObject({ ref: 'ORD-9', verdict: 'invalid' });
      expect(rows.at(-1)?.problems).toContain('damaged-letters');
      expect(rows.filter(({ verdict }) => verdict === 'new')).toHaveLength(7);
    }
  });

  it('is not taken for Chinese when a Swedish file in UTF-8 was damaged, not even on a Chinese machine', async () => {
    const rows = repeated(['Åsa Lönn', 'Märta Sjögren', 'Björn Fält'], 90);
    const bytes = Buffer.concat([Buffer.from(fileOf(rows)), Buffer.from([0x4f, 0xe5, 0x2c])]);
    const { reading, rows: staged } = await stageBytes(bytes, { osEncoding: 'GB18030' });
    expect(reading).toMatchObject({ reading: { encoding: 'UTF-8' }, asks: ['encoding'] });
    expect(staged.slice(0, 90).map(({ inspector }) => inspector)).toEqual(rows);
  });

  it('is not doubted because a long line or a piece of a file was cut for a look at it', async () => {
    const text = fileOf(CHINESE, { header: `${HEADER},${'备注'.repeat(100)}x` });
    const long = fileOf(repeated(CHINESE, 30_000));
    for (const one of [text, `x${text}`, `xx${text}`, long]) {
      const { reading } = await stageBytes(Buffer.from(one));
      expect(reading.asks.includes('encoding')).toBe(false);
    }
  });

  it('is asked for when a few Chinese characters happen to be valid UTF-8', async () => {
    // 模 in GB18030 is the same two bytes as ģ in UTF-8.
    const bytes = iconv.encode(fileOf(['模']), 'GB18030');
    const { reading } = await stageBytes(bytes, { osEncoding: 'GB18030' });
    expect(reading.asks).toEqual(['encoding']);
    expect(reading.encodings.map(({ encoding, names }) => [encoding, names[0]])).toContainEqual(['GB18030', '模']);
  });

  it('comes with the names that read differently, the likeliest first', async () => {
    const { reading } = await stageBytes(iconv.encode(fileOf(CHINESE), 'GB18030'));
    expect(reading.encodings[0]).toEqual({ encoding: 'GB18030', names: CHINESE });
    expect(reading.encodings[1]?.names).toHaveLength(CHINESE.length);
    const ascii = await stageBytes(Buffer.from(fileOf(['John Smith'])));
    expect(ascii.reading.encodings).toEqual([]);
  });

  it('that a person chose is used, whatever the file looks like, and asks nothing', async () => {
    const bytes = iconv.encode(fileOf(SWEDISH), 'macintosh');
    const chosen = await stageBytes(bytes, { choice: { encoding: 'macintosh' } });
    expect(chosen.reading).toMatchObject({ asks: [], chosen: ['encoding'] });
    expect(chosen.rows.map(({ inspector }) => inspector)).toEqual(SWEDISH);
    const wrong = await stageBytes(bytes, { choice: { encoding: 'UTF-8' } });
    expect(wrong.rows.every(({ verdict }) => verdict === 'invalid')).toBe(true);
    expect(wrong.reading.encodings.map(({ encoding }) => encoding)).toContain('macintosh');
  });

  it('of letters that no encoding explains is no certain one', () => {
    expect(rankEncodings([Buffer.from([0xff, 0x2c, 0x81, 0x2c])], 'windows-1252').isCertain).toBe(false);
    expect(rankUtf8([]).candidates).toEqual([]);
    expect(decodeAs(Buffer.from([0x61, 0xff]), 'GB18030')).toBe('a\uFFFD');
  });
});
