// What a workbook says about itself: its sheets and where they lie, which one was shown last, from when it counts its days.
// Parts are found by the lists that name them, not by what they are usually called (ECMA-376 part 2).
import { posix } from 'node:path';
import { Refused } from './refused.ts';
import { attribute, isTrue, RELATIONS, readXml, relationId, SHEETS } from './xml.ts';
import { type Archive, partName } from './zip.ts';

export interface SheetPart {
  readonly name: string;
  /** Where it lies in the archive; null for a chart or a dialog, which has no cells. */
  readonly part: string | null;
  readonly isHidden: boolean;
  readonly isActive: boolean;
}

export interface WorkbookParts {
  readonly sheets: readonly SheetPart[];
  readonly is1904: boolean;
  /** The values of its formulas are not those that Excel shows: it calculates them when it opens the file. */
  readonly isStale: boolean;
  readonly strings: string | null;
  readonly styles: string | null;
}

interface Related {
  readonly type: string;
  readonly part: string;
}

const USUAL = 'xl/workbook.xml';
const MAX_SHEETS = 1000;

/** What the part at `path` is related to, by the names it uses. */
async function relationsOf(archive: Archive, path: string, shouldStop: () => boolean): Promise<Map<string, Related>> {
  const folder = posix.dirname(path);
  const list = posix.join(folder, '_rels', `${posix.basename(path)}.rels`);
  const related = new Map<string, Related>();
  if (!archive.names.has(list)) return related;
  await readXml(
    archive.read(list),
    RELATIONS,
    {
      open: (name, tag) => {
        if (name !== 'Relationship' || attribute(tag, 'TargetMode') === 'External') return;
        const target = attribute(tag, 'Target') ?? '';
        const part = partName(target.startsWith('/') ? target : posix.join('/', folder, target));
        const type = attribute(tag, 'Type')?.split('/').at(-1) ?? '';
        related.set(attribute(tag, 'Id') ?? '', { type, part });
      },
    },
    shouldStop,
  );
  return related;
}

/** Reads what the workbook says about itself. */
export async function readParts(archive: Archive, shouldStop: () => boolean): Promise<WorkbookParts> {
  const roots = [...(await relationsOf(archive, '', shouldStop)).values()];
  const path = roots.find(({ type }) => type === 'officeDocument')?.part ?? USUAL;
  const related = await relationsOf(archive, path, shouldStop);
  const found: { name: string; id: string; isHidden: boolean }[] = [];
  let [active, isBook, is1904, isStale] = [0, false, false, false];
  await readXml(
    archive.read(path),
    SHEETS,
    {
      open: (name, tag) => {
        if (name === 'workbook') isBook = true;
        else if (name === 'workbookPr') is1904 = isTrue(attribute(tag, 'date1904'));
        else if (name === 'workbookView') active = Number(attribute(tag, 'activeTab') ?? 0);
        else if (name === 'calcPr') isStale = isTrue(attribute(tag, 'fullCalcOnLoad'));
        else if (name === 'sheet') {
          if (found.length >= MAX_SHEETS) throw new Refused('too-large');
          const state = attribute(tag, 'state') ?? 'visible';
          found.push({ name: attribute(tag, 'name') ?? '', id: relationId(tag) ?? '', isHidden: state !== 'visible' });
        }
      },
    },
    shouldStop,
  );
  if (!isBook) throw new Refused('damaged');
  // A hidden sheet is never the one that is shown.
  const shown = found[active]?.isHidden === false ? active : found.findIndex(({ isHidden }) => !isHidden);
  const ofType = (type: string): string | null => [...related.values()].find((one) => one.type === type)?.part ?? null;
  return {
    is1904,
    isStale,
    strings: ofType('sharedStrings'),
    styles: ofType('styles'),
    sheets: found.map(({ id, isHidden, name }, place) => {
      const target = related.get(id);
      if (target === undefined) throw new Refused('damaged', `it does not say where its sheet "${name}" is`);
      return { name, isHidden, isActive: place === shown, part: target.type === 'worksheet' ? target.part : null };
    }),
  };
}
