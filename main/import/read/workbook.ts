// A workbook (.xlsx, .xlsm): which of its sheets hold results, and the rows of one of them as Excel shows them.
// Everything is read as a stream and under a limit; nothing depends on how fast the machine is.
import type { SheetFacts } from '../../../shared/reading.ts';
import { fieldsNamed } from './header.ts';
import { Refused } from './refused.ts';
import { readSharedStrings } from './shared-strings.ts';
import { readSheet, type SheetContext, type SheetEnd, type SheetRow } from './sheet.ts';
import { readStyles } from './styles.ts';
import { resultWord } from './words.ts';
import { readParts, type SheetPart } from './workbook-parts.ts';
import { type Archive, openArchive } from './zip.ts';

export const MAX_WORKBOOK_BYTES = 50 * 1024 ** 2;
export const MAX_UNPACKED_BYTES = 300 * 1024 ** 2;

/** A sheet with cells, and what a look at all of it told. */
export interface SurveyedSheet extends Omit<SheetFacts, 'isRead'> {
  readonly part: string;
  /** Its cells look like results, by their titles or by what they say. */
  readonly hasResults: boolean;
}

export interface Workbook {
  /** The sheets that hold anything, in their order. */
  readonly sheets: readonly SurveyedSheet[];
  /** Hands the rows of one of the sheets to `onRow`, without what is hidden if `skipsHidden`. */
  readonly read: (sheet: SurveyedSheet, skipsHidden: boolean, onRow: (row: SheetRow) => void) => Promise<SheetEnd>;
}

/** Which sheet is read, and whether a person should say so. */
export interface ChosenSheet {
  readonly sheet: SurveyedSheet;
  readonly isCertain: boolean;
}

const HEADER_WITHIN = 20;

/** Opens the workbook in an archive and looks through its sheets; throws `Refused`. */
export async function openWorkbook(archive: Archive, shouldStop: () => boolean): Promise<Workbook> {
  const parts = await readParts(archive, shouldStop);
  const context: SheetContext = {
    strings: await readSharedStrings(archive, parts.strings, shouldStop),
    styles: await readStyles(archive, parts.styles, parts.is1904, shouldStop),
    is1904: parts.is1904,
    isStale: parts.isStale,
  };
  const read: Workbook['read'] = ({ part }, skipsHidden, onRow) =>
    readSheet(archive, part, context, skipsHidden, onRow, shouldStop);
  const withCells = parts.sheets.filter((sheet): sheet is SheetPart & { part: string } => sheet.part !== null);
  const [only] = withCells;
  const sheets: SurveyedSheet[] = [];
  // The only one is the one, whatever is in it.
  if (withCells.length === 1 && only !== undefined && !only.isHidden)
    sheets.push({ ...only, isActive: true, rows: 0, hasResults: true });
  else {
    for (const sheet of withCells) {
      const survey = createSurvey();
      await read({ ...sheet, rows: 0, hasResults: false }, false, survey.take);
      if (survey.hasRows()) sheets.push({ ...sheet, ...survey.verdict() });
    }
  }
  return { sheets, read };
}

/** Opens the bytes of a workbook as the archive it is. */
export function openBook(bytes: Buffer): Promise<Archive> {
  return openArchive(bytes, MAX_UNPACKED_BYTES);
}

/** Counts the rows of a sheet, and looks whether they are results. */
function createSurvey(): {
  readonly take: (row: SheetRow) => void;
  readonly hasRows: () => boolean;
  readonly verdict: () => Pick<SurveyedSheet, 'rows' | 'hasResults'>;
} {
  let [count, above, most, words] = [0, 0, 0, 0];
  return {
    take: ({ cells }) => {
      count += 1;
      if (count <= HEADER_WITHIN) {
        const named = fieldsNamed(cells);
        if (named >= 2 && named > most) [most, above] = [named, count];
      }
      const filled = cells.filter((cell) => cell.trim() !== '').length;
      if (filled >= 2 && words < 1 && cells.some((cell) => resultWord(cell) !== null)) words += 1;
    },
    hasRows: () => count > 0,
    // A header alone is a form that nobody has filled in.
    verdict: () => ({ rows: count - above, hasResults: count > above && (most >= 2 || words > 0) }),
  };
}

/**
 * The sheet that is meant: the one a person chose, else the only one with results, else the only visible one with anything.
 * Another one that holds results, or that the program showed last though it is not the first, leaves a doubt.
 */
export function chosenSheet(sheets: readonly SurveyedSheet[], wanted: string | undefined): ChosenSheet {
  const named = sheets.find(({ name }) => name === wanted);
  if (named !== undefined) return { sheet: named, isCertain: true };
  const results = sheets.filter(({ hasResults }) => hasResults);
  const visible = sheets.filter(({ isHidden }) => !isHidden);
  const pool = results.length > 0 ? results : visible;
  const sheet = pool.find(({ isHidden }) => !isHidden) ?? pool[0];
  if (sheet === undefined) throw new Refused('no-sheet');
  const first = visible[0];
  const isElsewhere = sheets.some((one) => one.isActive && one !== sheet && one !== first);
  // What a person hid is not read without a word.
  return { sheet, isCertain: pool.length === 1 && !isElsewhere && !sheet.isHidden };
}
