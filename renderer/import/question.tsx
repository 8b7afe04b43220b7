// What nobody can know from the file alone, as one question at a time. Nothing can be queued before it is answered.
import { Button } from '@fluentui/react-components';
import { QuestionCircle24Regular } from '@fluentui/react-icons';
import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { counted } from '../../shared/numbers.ts';
import type { Ask, DateOrder, ReadingChoice, ReadingReport } from '../../shared/reading.ts';
import { ColumnsForm } from './columns.tsx';
import './question.css';
import { DATE_ORDER_EXAMPLES, dayRead, ENCODING_NAMES, twoWayDates, yearFirstDay } from './reading-words.ts';
import { useReread } from './reread.tsx';

const QUESTIONS: Readonly<Record<Ask, { readonly asked: string; readonly why: string; readonly missing: string }>> = {
  sheet: {
    asked: 'Which sheet of the workbook is meant?',
    why: 'More than one of its sheets may be.',
    missing: 'First say which sheet of the workbook is meant.',
  },
  hidden: {
    asked: 'Does what is hidden in Excel belong?',
    why: 'Excel does not show all that is in the sheet.',
    missing: 'First say whether what is hidden in Excel belongs.',
  },
  encoding: {
    asked: 'Which of these reads the names rightly?',
    why: 'The file does not say how its letters were saved, and more than one way is possible.',
    missing: 'First say how the letters of the file are read.',
  },
  columns: {
    asked: 'Which column is which?',
    why: 'The titles of the file do not say it with certainty. Look at the suggestion, and put it right.',
    missing: 'First say which column is which.',
  },
  dates: {
    asked: 'What comes first in the dates, the day or the month?',
    why: 'Every date of the file can be read both ways.',
    missing: 'First say what comes first in the dates, the day or the month.',
  },
  'swapped-dates': {
    asked: 'Which days are these?',
    why: 'A spreadsheet took some dates of the file for real ones, and left others as text with day and month the other way round. It may have taken days for months.',
    missing: 'First say which days the dates of the file are.',
  },
};

/** Why nothing can be queued yet. */
export function whatIsMissing(ask: Ask): string {
  return QUESTIONS[ask].missing;
}

export function Question({ report }: { readonly report: ReadingReport }): ReactNode {
  const [ask] = report.asks;
  const title = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    // Whoever answered the question before reads this one first: a second Enter must not answer it unseen.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  if (ask === undefined) return null;
  const { asked, why } = QUESTIONS[ask];
  return (
    <section className="question" aria-labelledby={title}>
      <QuestionCircle24Regular className="question-icon" aria-hidden="true" />
      <div className="question-words">
        <h2 id={title} ref={heading} tabIndex={-1}>
          {asked}
        </h2>
        <p>
          {why} Nothing can be queued before you have answered.
          {report.asks.length > 1 && ` After this, ${report.asks.length - 1} more to answer.`}
        </p>
      </div>
      <div className="question-answer">
        {ask === 'sheet' && <Sheets report={report} />}
        {ask === 'hidden' && <Hidden report={report} />}
        {ask === 'encoding' && <Encodings report={report} />}
        {ask === 'swapped-dates' && <SwappedDates report={report} />}
        {ask === 'dates' && <Dates report={report} />}
        {ask === 'columns' && <ColumnsForm report={report} />}
      </div>
    </section>
  );
}

/** More ways to read the letters than these are seldom worth a look. */
const SHOWN_AT_FIRST = 4;

interface AnswerProps {
  readonly name: string;
  readonly more: string;
  readonly samples: readonly string[];
  readonly choice: ReadingChoice;
}

function Answer({ name, more, samples, choice }: AnswerProps): ReactNode {
  const { choose, isBusy } = useReread();
  return (
    <button type="button" className="question-choice" aria-disabled={isBusy} onClick={() => void choose(choice)}>
      <span className="question-choice-name">
        {name} <span className="quiet">{more}</span>
      </span>
      {samples.map((sample) => (
        <span key={sample} className="question-sample">
          {sample}
        </span>
      ))}
    </button>
  );
}

function Encodings({ report }: { readonly report: ReadingReport }): ReactNode {
  const [isWhole, showWhole] = useState(false);
  const { encodings } = report;
  const shown = isWhole || encodings.length === SHOWN_AT_FIRST + 1 ? encodings : encodings.slice(0, SHOWN_AT_FIRST);
  return (
    <>
      {shown.map(({ encoding, names }) => (
        <Answer key={encoding} name={ENCODING_NAMES[encoding]} more={encoding} samples={names} choice={{ encoding }} />
      ))}
      {shown.length < encodings.length && (
        <Button appearance="transparent" size="small" onClick={() => showWhole(true)}>
          {`None of these: show ${encodings.length - shown.length} more`}
        </Button>
      )}
    </>
  );
}

function SwappedDates({ report }: { readonly report: ReadingReport }): ReactNode {
  const dates = report.swappable ?? [];
  return [false, true].map((swappedDates) => (
    <Answer
      key={String(swappedDates)}
      name={swappedDates ? 'Day and month changed places' : 'As they stand'}
      more=""
      samples={dates.map((date) => `${date} is ${yearFirstDay(date, swappedDates)}`)}
      choice={{ swappedDates }}
    />
  ));
}

function Sheets({ report }: { readonly report: ReadingReport }): ReactNode {
  return report.sheets.map(({ isActive, isHidden, name, rows }) => {
    const facts = [counted(rows, 'row'), isActive ? 'shown last' : '', isHidden ? 'hidden in Excel' : ''];
    return (
      <Answer
        key={name}
        name={name}
        more={facts.filter((fact) => fact !== '').join(', ')}
        samples={[]}
        choice={{ sheet: name }}
      />
    );
  });
}

function Hidden({ report }: { readonly report: ReadingReport }): ReactNode {
  const hidden = report.notes.flatMap(({ count, kind, sample }) => {
    if (kind === 'hidden-rows') return [`${counted(count, 'hidden row')}, the last is row ${sample}`];
    return kind === 'hidden-columns' ? [`${counted(count, 'hidden column')}, the first is ${sample}`] : [];
  });
  return (
    <>
      <Answer name="Yes, read everything" more="" samples={hidden} choice={{ hidden: 'keep' }} />
      <Answer name="No, only what Excel shows" more="" samples={['What is hidden is left out.']} choice={{ hidden: 'skip' }} />
    </>
  );
}

const ORDERS: readonly (readonly [Exclude<DateOrder, 'year-month-day'>, string])[] = [
  ['day-month-year', 'The day'],
  ['month-day-year', 'The month'],
];

function Dates({ report }: { readonly report: ReadingReport }): ReactNode {
  const dates = twoWayDates(report);
  return ORDERS.map(([order, name]) => (
    <Answer
      key={order}
      name={name}
      more={`${order}, as in ${DATE_ORDER_EXAMPLES[order]}`}
      samples={dates.map((text) => `${text} is ${dayRead(text, order)}`)}
      choice={{ dateOrder: order }}
    />
  ));
}
