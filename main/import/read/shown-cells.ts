// What a sheet shows where it keeps something else, as texts: numbers whose format fills them up with zeros, and the errors of
// formulas. The reader of workbooks would hand out 123 for 00123, and nothing for #REF!. Pure.
import { attributesOf, tagsOf } from './xml-tags.ts';

/** How a whole number is shown: a text in front, then at least so many digits. */
interface Shape {
  readonly before: string;
  readonly digits: number;
}

const FILLED_UP = /^((?:"[^"]*"|\\.|[-/ ])*)(0+)$/;
const STYLES = /<(?:\w+:)?cellXfs[\s>][\s\S]*?<\/(?:\w+:)?cellXfs>/;
/** Not one that is closed in itself: it holds nothing. */
const CELL = /<c\s([^<>]*[^<>/])>((?:(?!<c\s)[\s\S])*?)<\/c>/g;
const VALUE = /<v>([^<]*)<\/v>/;

function shapesOf(styles: string): ReadonlyMap<number, Shape> {
  const formats = new Map<string, Shape>();
  for (const { numFmtId = '', formatCode = '' } of tagsOf(styles, 'numFmt')) {
    const [, before = '', zeros = ''] = FILLED_UP.exec(formatCode) ?? [];
    if (zeros.length > 1 || before !== '')
      formats.set(numFmtId, { before: before.replace(/"|\\(?=.)/g, ''), digits: zeros.length });
  }
  const shapes = new Map<number, Shape>();
  tagsOf(STYLES.exec(styles)?.[0] ?? '', 'xf').forEach(({ numFmtId = '' }, style) => {
    const shape = formats.get(numFmtId);
    if (shape !== undefined) shapes.set(style, shape);
  });
  return shapes;
}

function shownText(type: string, value: string, shape: Shape | undefined): string | null {
  if (type === 'e') return value;
  const isWhole = type === 'n' && /^\d+$/.test(value);
  return isWhole && shape !== undefined ? `${shape.before}${value.padStart(shape.digits, '0')}` : null;
}

/** The sheet with such cells as the texts that a person sees; the very same bytes when it has none. */
export function shownCells(sheet: Buffer, styles: string): Buffer {
  const shapes = shapesOf(styles);
  if (shapes.size === 0 && !sheet.includes('t="e"')) return sheet;
  const text = sheet.toString('utf8').replace(CELL, (whole, attributes: string, content: string) => {
    const { r, s = '0', t = 'n' } = attributesOf(attributes);
    const shown = shownText(t, VALUE.exec(content)?.[1] ?? '', shapes.get(Number(s)));
    if (shown === null) return whole;
    const escaped = shown.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    return `<c${r === undefined ? '' : ` r="${r}"`} t="inlineStr"><is><t xml:space="preserve">${escaped}</t></is></c>`;
  });
  return Buffer.from(text);
}
