// The facts of a receipt: who, when, which file, how it was read, and what became of its rows before they were queued.
import { Button } from '@fluentui/react-components';
import { Checkmark16Regular, Copy16Regular } from '@fluentui/react-icons';
import { type ReactNode, useEffect, useState } from 'react';
import { type ImportSummary, RowVerdict } from '../../shared/import.ts';
import { counted, fileSize, number } from '../../shared/numbers.ts';
import { copyText } from '../link/copy-text.ts';
import { useSnapshot } from '../link/courier.tsx';
import { readingLine } from './reading-words.ts';
import './receipt-facts.css';
import { moment } from '../../shared/moments.ts';
import { after } from '../link/time.ts';
import { VERDICT_NAMES } from './verdicts.tsx';

const COPIED_MS = 2000;
const SHOWN_DIGITS = 12;

function Fingerprint({ sha256 }: { readonly sha256: string }): ReactNode {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (copied) return after(COPIED_MS, () => setCopied(false));
  }, [copied]);
  return (
    <>
      <code title={`The same for the same file, whatever its name (SHA-256): ${sha256}`}>{sha256.slice(0, SHOWN_DIGITS)}…</code>
      <Button
        appearance="subtle"
        size="small"
        icon={copied ? <Checkmark16Regular /> : <Copy16Regular />}
        onClick={() => setCopied(copyText(sha256))}
      >
        <span role="status">{copied ? 'Copied' : 'Copy'}</span>
      </Button>
    </>
  );
}

function rowsWords({ repaired, totals }: ImportSummary): string {
  const parts = RowVerdict.options
    .filter((verdict) => totals[verdict] > 0)
    .map((verdict) => `${number(totals[verdict])} ${VERDICT_NAMES[verdict].name.toLowerCase()}`);
  const said = repaired === 0 ? '' : `; ${counted(repaired, 'row')} repaired`;
  return `${number(totals.records)} in the file${parts.length === 0 ? '' : `: ${parts.join(', ')}`}${said}`;
}

export function ReceiptFacts({ file }: { readonly file: ImportSummary }): ReactNode {
  const { now } = useSnapshot();
  const by = file.by === '' ? '' : ` by ${file.by}`;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Queued', file.acceptedAt === null ? '' : `${moment(file.acceptedAt, now)}${by}`],
    ['File', `${file.name}, ${fileSize(file.bytes)}`],
    ['Place', file.path],
    ['Fingerprint', file.sha256 === '' ? '' : <Fingerprint key="sha256" sha256={file.sha256} />],
    ['Read as', file.reading === null ? '' : readingLine(file.reading)],
    ['Rows', rowsWords(file)],
  ];
  return (
    <dl className="facts numeric">
      {facts
        .filter(([, what]) => what !== '')
        .map(([name, what]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={typeof what === 'string' ? what : undefined}>{what}</dd>
          </div>
        ))}
    </dl>
  );
}
