// How far the results of one file have come: confirmed, in need of a person, or still on their way.
import type { ReactNode } from 'react';
import type { ImportSummary } from '../../shared/import.ts';
import './confirmed-bar.css';
import { number } from '../../shared/numbers.ts';

/** How many results of the file were queued; held rows that were repaired later come on top of its totals. */
export function queuedOf({ totals, delivered, needYou, waiting }: ImportSummary): number {
  return Math.max(totals.new + totals.changed, delivered + needYou + waiting);
}

export function ConfirmedBar({ file }: { readonly file: ImportSummary }): ReactNode {
  const queued = queuedOf(file);
  const rest = Math.max(0, queued - file.delivered - file.needYou);
  return (
    <span
      className="confirmed"
      role="progressbar"
      aria-label="Confirmed by BasicPSF"
      aria-valuemin={0}
      aria-valuemax={queued}
      aria-valuenow={Math.min(queued, file.delivered)}
      aria-valuetext={`${number(file.delivered)} of ${number(queued)} confirmed, ${number(file.needYou)} refused or stopped`}
    >
      <span className="confirmed-part delivered" style={{ flexGrow: file.delivered }} />
      <span className={`confirmed-part need-you ${file.needYou > 0 ? 'some' : ''}`} style={{ flexGrow: file.needYou }} />
      <span className="confirmed-part" style={{ flexGrow: rest }} />
    </span>
  );
}
