// How the styles of a workbook show numbers: a cell names a style, the style a format, the format a code.
import { builtInFormat, type ShowNumber, type ShownNumber, showNumberIn } from './number-formats.ts';
import { attribute, readXml, SHEETS } from './xml.ts';
import type { Archive } from './zip.ts';

/** How numbers are shown in the style with this number. */
export type Styles = (style: number) => ShowNumber;

/** Excel keeps no more of them. */
const MAX_STYLES = 65_536;
const MOST_REMEMBERED = 1000;

/** Reads the styles out of their part; everything is General when it is null. */
export async function readStyles(
  archive: Archive,
  part: string | null,
  is1904: boolean,
  shouldStop: () => boolean,
): Promise<Styles> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let within = '';
  if (part !== null) {
    await readXml(
      archive.read(part),
      SHEETS,
      {
        open: (name, tag) => {
          if (name === 'numFmts' || name === 'cellXfs') within = name;
          else if (name === 'numFmt' && within === 'numFmts' && codes.size < MAX_STYLES)
            codes.set(Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '');
          else if (name === 'xf' && within === 'cellXfs' && formats.length < MAX_STYLES)
            formats.push(Number(attribute(tag, 'numFmtId') ?? 0));
        },
        close: (name) => {
          if (name === within) within = '';
        },
      },
      shouldStop,
    );
  }
  const known = new Map<number, ShowNumber>();
  return (style) => {
    const id = formats[style] ?? 0;
    const before = known.get(id);
    if (before !== undefined) return before;
    const show = remembering(showNumberIn(codes.get(id) ?? builtInFormat(id), is1904));
    known.set(id, show);
    return show;
  };
}

/** The same, for numbers it has seen lately: rows of the same day come together. */
function remembering(show: ShowNumber): ShowNumber {
  const shown = new Map<number, ShownNumber>();
  return (value) => {
    const before = shown.get(value);
    if (before !== undefined) return before;
    if (shown.size >= MOST_REMEMBERED) shown.clear();
    const now = show(value);
    shown.set(value, now);
    return now;
  };
}
