// Help inside the program, without a network: the file, the states, the words, what to do when, and the keys.
import { Link } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { ITEM_STATES, type ItemState } from '../../shared/outbox-item.ts';
import { PRACTICE_RULE } from '../../shared/practice-rule.ts';
import { stateWord } from '../../shared/wording.ts';
import { KEYS } from '../files/keys.ts';
import { go } from '../link/route.ts';
import { VERSION } from './changes.ts';
import './page.css';

type Said = readonly (readonly [string, string])[];

const COLUMNS: Said = [
  ['internalOrderRef', 'The order, as BasicPSF has it, for example ORD-2025-00101. Every row needs it.'],
  ['bookingResult', 'Booked or Unavailable.'],
  ['bookingDate', 'The day, for Booked; year-month-day is never misread. Empty for Unavailable.'],
  ['inspectorName', 'Who comes, for Booked. Empty for Unavailable.'],
];

const STATES: Record<ItemState, string> = {
  waiting: 'It is kept on this computer and goes out by itself, also hours later.',
  sending: 'It is on its way now.',
  delivered: 'BasicPSF has confirmed this very order.',
  refused: 'BasicPSF said no. The reason stands beside it; what may solve itself is tried again at the time shown.',
  unconfirmed: 'It was sent, but no clear answer came back. It is sent again with the same values.',
  parked: 'It waits for you: answer what is asked beside it, retry it, edit it or discard it.',
  superseded: 'A newer result of the same order has taken its place; its details say which.',
  discarded: 'Somebody took it out. It can be brought back (More, Discarded) for as long as settled results are kept (Settings).',
};

const WORDS: Said = [
  ['Result', 'What is told to BasicPSF about one order: Booked with a day and an inspector, or Unavailable.'],
  ['Order', 'What the result is for, named by its reference.'],
  ['Need you', 'How many things only a person can settle: refused and stopped results, rows held back, changes of bookings.'],
  ['Held back', 'A row with something wrong in it. It is not sent until it is repaired.'],
  ['Put aside', 'A file that is kept with everything you did to it, and can be taken up again under Imports.'],
  [
    'Practice',
    `A BasicPSF inside the program, to try everything, also with files of your own. Nothing leaves this computer. ${PRACTICE_RULE}`,
  ],
  ['Test', 'The test database of BasicPSF.'],
  ['Production', 'Live PPS data.'],
];

const WHEN: Said = [
  [
    'A result is refused',
    'Open Problems. It says why, and offers what helps: retry, edit, or a file for the PPS integration team.',
  ],
  [
    'A row is held back',
    'Open the file under Imports. Press Enter on the row to repair it, or save the rows and repair them in Excel.',
  ],
  ['The network is away', 'Nothing. What waits goes out when it is back.'],
  [
    'The wrong file was queued',
    'Open it under Imports and withdraw what was not sent yet. What was delivered can be corrected by a newer result.',
  ],
  ['Something was discarded by mistake', 'Press Ctrl+Z, or bring it back from More, Discarded, in the outbox.'],
  ['The password has changed', 'Enter the new one under Settings, and test the connection there.'],
  ['Nothing of this helps', 'Save diagnostics under Settings, and send that text to whoever looks after this computer.'],
];

function Words({ title, said }: { readonly title: string; readonly said: Said }): ReactNode {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <dl>
        {said.map(([word, meaning]) => (
          <div key={word} className="help-pair">
            <dt>{word}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function HelpPage(): ReactNode {
  return (
    <div className="page help">
      <h1 className="page-title">Help</h1>
      <p className="quiet">
        Booking Courier {VERSION} ·{' '}
        <Link as="button" inline onClick={() => go({ page: 'news' })}>
          What is new
        </Link>
      </p>
      <section aria-label="The file">
        <h2>The file</h2>
        <p>
          A CSV file, or a workbook of Excel, with a line of column names and one row for each result. Other separators, title
          rows and dates are understood; what is uncertain is asked. Drop it anywhere in the window: every row is checked first,
          and nothing is sent before you queue it.
        </p>
      </section>
      <Words title="Its columns" said={COLUMNS} />
      <Words title="The states of a result" said={ITEM_STATES.map((state) => [stateWord(state), STATES[state]] as const)} />
      <Words title="What to do when" said={WHEN} />
      <Words title="The words" said={WORDS} />
      <Words title="The keys" said={KEYS} />
    </div>
  );
}
