// What about a file is for a person to say. Pure, and complete by its types: a kind of note, question or remark about which nobody
// has decided here does not compile.
import type { Doubt, Weight } from '../../../shared/doubt.ts';
import type { Encoding } from '../../../shared/encodings.ts';
import { type ImportSummary, type RepairGroup, WARNING_RULES } from '../../../shared/import.ts';
import { NOTE_WEIGHTS } from '../../../shared/note-weights.ts';
import { noteSentence } from '../../../shared/note-words.ts';
import { quoted } from '../../../shared/phrases.ts';
import { groupWords } from '../../../shared/problem-words.ts';
import type { Ask, ReadingReport } from '../../../shared/reading.ts';
import { NO_THEIRS, type Theirs } from '../../../shared/seen-orders.ts';
import { theirsWords } from '../../../shared/seen-words.ts';
import { unsureWords } from '../../../shared/what-happened.ts';

type WarningRule = (typeof WARNING_RULES)[number];

const REMARKS: Readonly<Record<WarningRule, Weight>> = {
  // The row says two things: that nobody comes, and who comes when.
  cleared: 'uncertain',
  'date-far': 'uncertain',
  'lost-zeros': 'uncertain',
  'letters-asked': 'uncertain',
  'mixed-scripts': 'uncertain',
  'fifteen-digits': 'uncertain',
  'letter-case': 'uncertain',
  'invisible-letters': 'unusual',
  'shown-otherwise': 'uncertain',
  'shown-as-date': 'uncertain',
  'unlikely-value': 'uncertain',
  // It may be entered later today; what is sent too early is refused, and tried again.
  'order-unknown': 'unusual',
};

const UNICODE: readonly Encoding[] = ['UTF-8', 'UTF-16LE', 'UTF-16BE'];

/** What a question is about: how many cells, and one of them. */
const ASKED: Readonly<Record<Ask, (report: ReadingReport) => { readonly count: number; readonly sample: string }>> = {
  sheet: ({ sheets }) => ({ count: sheets.length, sample: sheets.map(({ name }) => name).join(', ') }),
  hidden: ({ notes }) =>
    notes.find(({ kind }) => kind === 'hidden-rows' || kind === 'hidden-columns') ?? { count: 0, sample: '' },
  encoding: ({ encodings }) => ({ count: encodings.length, sample: encodings[0]?.names[0] ?? '' }),
  columns: ({ titles }) => ({ count: titles.length, sample: titles.join(', ') }),
  'swapped-dates': ({ swappable = [] }) => ({ count: swappable.length, sample: swappable[0] ?? '' }),
  dates: ({ dateForms }) => dateForms.find(({ form }) => form === 'day-or-month-first') ?? { count: 0, sample: '' },
};

function questionsOf(report: ReadingReport): Doubt[] {
  return report.asks.map((about) => {
    const { count, sample } = ASKED[about](report);
    return {
      kind: 'question',
      about,
      weight: 'uncertain',
      count,
      sample,
      sentence: `It can be read in more than one way: ${unsureWords(about)}.`,
    };
  });
}

/** Letters outside ASCII whose encoding neither the bytes prove nor a person said. */
function guessesOf({ asks, chosen, encodings, reading }: ReadingReport): Doubt[] {
  const { encoding } = reading;
  if (UNICODE.includes(encoding) || chosen.includes('encoding') || asks.includes('encoding')) return [];
  const names = encodings.find((one) => one.encoding === encoding)?.names ?? [];
  const [sample = ''] = names;
  if (sample === '') return [];
  const sentence = `Its letters were read as ${encoding} because that is the likeliest, such as ${quoted(sample)}.`;
  return [{ kind: 'guess', about: 'encoding-guessed', weight: 'uncertain', count: names.length, sample, sentence }];
}

function notesOf({ notes }: ReadingReport): Doubt[] {
  return notes.flatMap((note) => {
    const weight = NOTE_WEIGHTS[note.kind];
    if (weight === 'certain') return [];
    return [{ ...note, kind: 'note' as const, about: note.kind, weight, sentence: noteSentence(note) }];
  });
}

function isWarning(rule: RepairGroup['rule']): rule is WarningRule {
  return (WARNING_RULES as readonly string[]).includes(rule);
}

function remarksOf(groups: readonly RepairGroup[]): Doubt[] {
  return groups.flatMap((group) => {
    const { rule, count, sample } = group;
    if (group.isError || !isWarning(rule)) return [];
    const sentence = groupWords(group);
    return [{ kind: 'remark', about: rule, weight: REMARKS[rule], count, sample: sample.found, sentence }];
  });
}

/** What others sent is not overwritten by anybody who was not asked. */
function theirsOf({ open, sample }: Theirs): Doubt[] {
  if (open === 0) return [];
  const sentence = theirsWords(open);
  return [{ kind: 'order', about: 'told-elsewhere', weight: 'uncertain', count: open, sample, sentence }];
}

/**
 * Everything about a file in review that is not certain or not the usual, with `groups` of the rows that have something to be
 * said about; empty when what a person would see is what would be queued. Rows that are held back are no doubt: they wait.
 */
export function doubtsOf(
  { orders, reading }: Pick<ImportSummary, 'reading'> & Partial<Pick<ImportSummary, 'orders'>>,
  groups: readonly RepairGroup[],
): Doubt[] {
  if (reading === null) return [];
  return [
    ...questionsOf(reading),
    ...guessesOf(reading),
    ...notesOf(reading),
    ...remarksOf(groups),
    ...theirsOf(orders?.theirs ?? NO_THEIRS),
  ];
}

/** Whether a file may be queued by somebody who is not there to be asked. */
export function isCertain(doubts: readonly Doubt[]): boolean {
  return doubts.every(({ weight }) => weight !== 'uncertain');
}
