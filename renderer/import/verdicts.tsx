// What becomes of each row of a file, in words, and all of them as one bar whose parts filter the list below.
import type { ReactNode } from 'react';
import { RowVerdict, type Totals } from '../../shared/import.ts';
import { counted, number } from '../../shared/numbers.ts';
import './verdicts.css';

const VERDICTS = RowVerdict.options;

export const VERDICT_NAMES: Record<RowVerdict, { readonly name: string; readonly becomes: string }> = {
  new: { name: 'New', becomes: 'will be queued' },
  changed: { name: 'Changed', becomes: 'will be queued' },
  unchanged: { name: 'Unchanged', becomes: 'known already' },
  duplicate: { name: 'Duplicate', becomes: 'a later row counts' },
  invalid: { name: 'Invalid', becomes: 'held back' },
};

interface VerdictBarProps {
  readonly totals: Totals;
  /** The part that the list shows; null is all, and a group of problems is no part of the bar. */
  readonly shown: RowVerdict | 'group' | null;
  readonly onShow: (verdict: RowVerdict | null) => void;
}

export function VerdictBar({ totals, shown, onShow }: VerdictBarProps): ReactNode {
  const parts = VERDICTS.filter((verdict) => totals[verdict] > 0);
  return (
    <div className="verdicts">
      <div className="verdict-bar" aria-hidden="true">
        {parts.map((verdict) => (
          <div
            key={verdict}
            className={`verdict-part ${verdict}${shown !== null && shown !== 'group' && shown !== verdict ? ' faded' : ''}`}
            style={{ flexGrow: totals[verdict] }}
          />
        ))}
      </div>
      <fieldset className="verdict-legend">
        <legend className="out-of-sight">Which rows</legend>
        <button type="button" aria-pressed={shown === null} onClick={() => onShow(null)}>
          All <strong>{number(totals.records)}</strong>
        </button>
        {VERDICTS.map((verdict) => (
          <button
            key={verdict}
            type="button"
            aria-pressed={shown === verdict}
            disabled={totals[verdict] === 0}
            title={`${counted(totals[verdict], 'row')}: ${VERDICT_NAMES[verdict].becomes}`}
            onClick={() => onShow(shown === verdict ? null : verdict)}
          >
            <span className={`verdict-swatch ${verdict}`} aria-hidden="true" />
            {VERDICT_NAMES[verdict].name} <strong>{number(totals[verdict])}</strong>
          </button>
        ))}
      </fieldset>
    </div>
  );
}
