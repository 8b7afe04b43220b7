// How a file was understood, in one line: every word is a button with the alternatives, and choosing one reads the file anew.
import { Button } from '@fluentui/react-components';
import { History16Regular, Person16Regular } from '@fluentui/react-icons';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { ENCODINGS, type Encoding } from '../../shared/encodings.ts';
import { DATE_ORDERS, type DateOrder, DELIMITER_NAMES, type DelimiterName, type ReadingReport } from '../../shared/reading.ts';
import { ColumnsDialog } from './columns.tsx';
import './reading.css';
import { Book } from './reading-book.tsx';
import { type Choice, Word } from './reading-word.tsx';
import { DATE_ORDER_EXAMPLES, DELIMITER_MARKS, dayRead, ENCODING_NAMES, headerWords, twoWayDates } from './reading-words.ts';
import { useReread } from './reread.tsx';

function encodingChoice(encoding: Encoding, names: readonly string[]): Choice {
  const words = `${encoding} (${ENCODING_NAMES[encoding]})`;
  return { value: encoding, words, choice: { encoding }, ...(names.length === 0 ? {} : { sample: names.join(', ') }) };
}

function delimiterChoice(delimiter: DelimiterName): Choice {
  return { value: delimiter, words: `${delimiter} (${DELIMITER_MARKS[delimiter]})`, choice: { delimiter } };
}

function dateChoice(dateOrder: DateOrder, report: ReadingReport): Choice {
  const text = twoWayDates(report)[0] ?? report.dateForms.find(({ form }) => form === 'day-or-month-first')?.sample;
  const day = text === undefined ? null : dayRead(text, dateOrder);
  const sample = text === undefined || dateOrder === 'year-month-day' ? '' : `${text} is ${day ?? 'no day'}`;
  return {
    value: dateOrder,
    words: `${dateOrder} (${DATE_ORDER_EXAMPLES[dateOrder]})`,
    choice: { dateOrder },
    ...(sample === '' ? {} : { sample }),
  };
}

function headerChoices({ firstRows }: ReadingReport): Choice[] {
  const rows = firstRows.map(({ row, cells }) => ({
    value: String(row),
    words: `Row ${row}`,
    sample: cells.filter((cell) => cell.trim() !== '').join(' | '),
    choice: { headerRow: row },
  }));
  return [...rows, { value: '0', words: 'No header', sample: 'The first row is a result', choice: { headerRow: 0 } }];
}

export function ReadingLine({ report }: { readonly report: ReadingReport }): ReactNode {
  const line = useRef<HTMLDivElement>(null);
  const asked = useRef(report.asks);
  useLayoutEffect(() => {
    const [answered] = asked.current;
    asked.current = report.asks;
    // Whoever answered the last question finds what the answer changed, and nothing that a second Enter would do.
    if (answered === undefined || report.asks.length > 0 || document.activeElement !== document.body) return;
    const word = line.current?.querySelector<HTMLElement>(`[data-answers~="${answered}"]`);
    (word ?? line.current?.querySelector<HTMLElement>('button'))?.focus({ preventScroll: true });
  });
  const { asks, reading, chosen, encodings, notes } = report;
  const isWorkbook = notes.some(({ kind }) => kind === 'sheet');
  const offered = encodings.map(({ encoding, names }) => encodingChoice(encoding, names));
  const others = ENCODINGS.filter((one) => !encodings.some(({ encoding }) => encoding === one)).map((one) =>
    encodingChoice(one, []),
  );
  return (
    <div className="reading-line" ref={line}>
      <span className="quiet">Read as</span>
      {isWorkbook ? (
        <Book report={report} />
      ) : (
        <>
          <Word
            name="Encoding"
            answers="encoding"
            words={reading.encoding}
            value={reading.encoding}
            choices={offered.length === 0 ? others : offered}
            others={offered.length === 0 ? [] : others}
            {...(offered.length === 0 ? { heading: 'The file has plain letters only' } : {})}
            isChosen={chosen.includes('encoding')}
            isOpen={asks.includes('encoding')}
          />
          <Word
            name="Separator"
            words={reading.delimiter}
            value={reading.delimiter}
            choices={DELIMITER_NAMES.map(delimiterChoice)}
            isChosen={chosen.includes('delimiter')}
          />
        </>
      )}
      <Word
        name="Dates"
        answers="dates swapped-dates"
        words={reading.dateOrder ?? 'mixed dates'}
        value={reading.dateOrder ?? ''}
        choices={DATE_ORDERS.map((order) => dateChoice(order, report))}
        isChosen={chosen.includes('dateOrder')}
        isOpen={asks.includes('dates')}
      />
      <Word
        name="Header"
        words={headerWords(reading)}
        value={String(reading.headerRow)}
        choices={headerChoices(report)}
        isChosen={chosen.includes('headerRow')}
      />
      {!asks.includes('columns') && <Columns report={report} />}
    </div>
  );
}

function Columns({ report }: { readonly report: ReadingReport }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { isBusy } = useReread();
  const isChosen = report.chosen.includes('columns');
  const words = isChosen ? 'columns as you chose' : report.rememberedColumns ? 'columns as remembered' : 'columns';
  return (
    <>
      <Button
        appearance="subtle"
        size="small"
        className="reading-word"
        data-answers="columns"
        disabledFocusable={isBusy}
        title={
          report.rememberedColumns
            ? 'As you once chose for a file with the same header. Click to change.'
            : 'Which column is which. Click to change.'
        }
        {...(isChosen ? { icon: <Person16Regular /> } : report.rememberedColumns ? { icon: <History16Regular /> } : {})}
        onClick={() => setOpen(true)}
      >
        {words}
      </Button>
      {isOpen && <ColumnsDialog report={report} close={() => setOpen(false)} />}
    </>
  );
}
