// The truth table: every file that other importers were reported to get wrong comes in as a person would see it, or a person is
// asked, or it is refused by name. Nothing ends as a silent difference.
import { describe, expect, it } from 'vitest';
import { DATES } from './dates.ts';
import { GIVEN } from './given.ts';
import { type Case, judged } from './judge.ts';
import { LETTERS } from './letters.ts';
import { REFERENCES } from './references.ts';
import { SHAPES } from './shapes.ts';
import { STUBBORN_CELLS } from './stubborn-cells.ts';
import { STUBBORN_SHEETS } from './stubborn-sheets.ts';
import { STUBBORN_TEXTS } from './stubborn-texts.ts';
import { STUBBORN_WORKBOOKS } from './stubborn-workbooks.ts';
import { TABLES } from './tables.ts';
import { WORKBOOK_SHEETS } from './workbook-sheets.ts';
import { WORKBOOK_TEXTS } from './workbook-texts.ts';
import { WORKBOOK_VALUES } from './workbook-values.ts';

const TABLE: Readonly<Record<string, readonly Case[]>> = {
  'a file that was reported': GIVEN,
  'the shape of a text': [...SHAPES, ...TABLES],
  'the values of a text': [...LETTERS, ...REFERENCES, ...DATES],
  'a workbook': [...WORKBOOK_VALUES, ...WORKBOOK_TEXTS, ...WORKBOOK_SHEETS],
  'a stubborn text': [...STUBBORN_TEXTS, ...STUBBORN_CELLS],
  'a stubborn workbook': [...STUBBORN_WORKBOOKS, ...STUBBORN_SHEETS],
};

for (const [what, cases] of Object.entries(TABLE)) {
  describe(what, () => {
    it.each(cases.map((one) => [one.name, one.report, one] as const))('%s (%s)', async (_, __, one) => {
      const { end, said, queued } = await judged(one);
      const { may = ['queued'], names, truth } = one;
      const isRight = (may as readonly string[]).includes(end);
      // What was queued and what was said explain a case that ended otherwise.
      expect(isRight ? { end } : { end, queued, said }).toEqual(isRight ? { end } : { end: may.join(' or '), queued: truth });
      if (names !== undefined && end !== 'queued') expect(said).toMatch(names);
    });
  });
}

it('follows more than a hundred reports, each case by a name of its own', () => {
  const all = Object.values(TABLE).flat();
  expect(all.length).toBeGreaterThan(300);
  // A public report has a number; what is ours, or follows a manual, says so.
  expect(all.filter(({ report }) => !/#\d+|^own, after /.test(report))).toEqual([]);
  const names = Object.entries(TABLE).flatMap(([what, cases]) => cases.map(({ name }) => `${what}: ${name}`));
  expect(new Set(names).size).toBe(names.length);
});
