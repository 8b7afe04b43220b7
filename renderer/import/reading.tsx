// How a file was understood, in one line: every word is a button with the alternatives, and choosing one reads the file anew.
import {
  Button,
  Menu,
  MenuButton,
  MenuGroup,
  MenuGroupHeader,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { History16Regular, Person16Regular } from '@fluentui/react-icons';
import { type ReactNode, useState } from 'react';
import {
  DATE_ORDERS,
  type DateOrder,
  DELIMITER_NAMES,
  type DelimiterName,
  ENCODINGS,
  type Encoding,
  type ReadingChoice,
  type ReadingReport,
} from '../../shared/import.ts';
import { counted } from '../../shared/numbers.ts';
import { ColumnsDialog } from './columns.tsx';
import './reading.css';
import { DATE_ORDER_EXAMPLES, DELIMITER_MARKS, dayRead, ENCODING_NAMES, headerWords, twoWayDates } from './reading-words.ts';
import { useReread } from './reread.tsx';

interface Choice {
  readonly value: string;
  readonly words: string;
  /** What it would make of this file. */
  readonly sample?: string;
  readonly choice: ReadingChoice;
}

interface WordProps {
  /** What is chosen with it, such as `Encoding`. */
  readonly name: string;
  readonly words: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  /** Stands above the choices instead of the name. */
  readonly heading?: string;
  /** Less likely ones, under a heading of their own. */
  readonly others?: readonly Choice[];
  readonly isChosen: boolean;
  /** It is a proposal, which a person is asked about. */
  readonly isOpen?: boolean;
}

/** One word of the line. */
function Word({ name, words, value, choices, heading = name, others = [], isChosen, isOpen = false }: WordProps): ReactNode {
  const { choose, isBusy } = useReread();
  const item = ({ sample, value: itsValue, words: itsWords }: Choice): ReactNode => (
    <MenuItemRadio key={itsValue} name="is" value={itsValue} {...(sample === undefined ? {} : { subText: sample })}>
      {itsWords}
    </MenuItemRadio>
  );
  function onCheck(checked: string | undefined): void {
    const found = [...choices, ...others].find((one) => one.value === checked);
    if (found !== undefined && checked !== value) void choose(found.choice);
  }
  return (
    <Menu checkedValues={{ is: [value] }} onCheckedValueChange={(_, data) => onCheck(data.checkedItems[0])}>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          appearance="subtle"
          size="small"
          className="reading-word"
          disabledFocusable={isBusy}
          aria-label={`${name}: ${words}${isChosen ? ', chosen by you' : ''}`}
          title={`${name}${isChosen ? ', chosen by you' : ''}. Click to change.`}
          {...(isChosen ? { icon: <Person16Regular /> } : {})}
        >
          {words}
          {isOpen && '?'}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover className="reading-choices">
        <MenuList aria-label={name}>
          <MenuGroup>
            <MenuGroupHeader>{heading}</MenuGroupHeader>
            {choices.map(item)}
          </MenuGroup>
          {others.length > 0 && (
            <MenuGroup>
              <MenuGroupHeader>Others</MenuGroupHeader>
              {others.map(item)}
            </MenuGroup>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

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
  const { asks, reading, chosen, encodings, notes } = report;
  const isWorkbook = notes.some(({ kind }) => kind === 'sheet');
  const offered = encodings.map(({ encoding, names }) => encodingChoice(encoding, names));
  const others = ENCODINGS.filter((one) => !encodings.some(({ encoding }) => encoding === one)).map((one) =>
    encodingChoice(one, []),
  );
  return (
    <div className="reading-line">
      <span className="quiet">Read as</span>
      {isWorkbook ? (
        <Book report={report} />
      ) : (
        <>
          <Word
            name="Encoding"
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

/** A workbook, with its sheets to choose from, and whether what is hidden in it is read. */
function Book({ report }: { readonly report: ReadingReport }): ReactNode {
  const { asks, chosen, notes, sheets } = report;
  const sheet = notes.find(({ kind }) => kind === 'sheet')?.sample ?? '';
  const isHiding = notes.some(({ kind }) => kind === 'hidden-rows' || kind === 'hidden-columns');
  // Skipped, the rows leave a note; kept, they are among the others.
  const isSkipped = report.hiddenSkipped;
  return (
    <>
      <span className="reading-workbook">Excel workbook</span>
      {sheets.length > 1 && (
        <Word
          name="Sheet"
          words={sheet}
          value={sheet}
          choices={sheets.map(({ name, rows }) => ({
            value: name,
            words: name,
            sample: counted(rows, 'row'),
            choice: { sheet: name },
          }))}
          isChosen={chosen.includes('sheet')}
          isOpen={asks.includes('sheet')}
        />
      )}
      {isHiding && (
        <Word
          name="What is hidden"
          words={isSkipped ? 'without what is hidden' : 'with what is hidden'}
          value={isSkipped ? 'skip' : 'keep'}
          choices={[
            { value: 'keep', words: 'Read everything', choice: { hidden: 'keep' } },
            { value: 'skip', words: 'Only what Excel shows', choice: { hidden: 'skip' } },
          ]}
          isChosen={chosen.includes('hidden')}
          isOpen={asks.includes('hidden')}
        />
      )}
    </>
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
