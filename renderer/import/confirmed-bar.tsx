// How far the results of one file have come: confirmed, in need of a person, or still on their way.
import type { CSSProperties, ReactNode } from 'react';
import type { ImportSummary } from '../../shared/import.ts';
import './confirmed-bar.css';
import { number } from '../../shared/numbers.ts';

/** How many results of the file were queued; held rows that were repaired later come on top of its totals. */
export function queuedOf({ totals, delivered, needYou, waiting }: ImportSummary): number {
  return Math.max(totals.new + totals.changed, delivered + needYou + waiting);
}

export function ConfirmedBar({ file }: { readonly file: ImportSummary }): ReactNode {
  const queued = queuedOf(file);
  const share = (count: number): number => (count * 100) / Math.max(1, queued);
  return (
    <span
      className={file.needYou > 0 ? 'confirmed some' : 'confirmed'}
      role="progressbar"
      aria-label="Confirmed by BasicPSF"
      aria-valuemin={0}
      aria-valuemax={queued}
      aria-valuenow={Math.min(queued, file.delivered)}
      aria-valuetext={`${number(file.delivered)} of ${number(queued)} confirmed, ${number(file.needYou)} refused or stopped`}
      style={{ '--delivered': `${share(file.delivered)}%`, '--need-you': `${share(file.needYou)}%` } as CSSProperties}
    />
  );
}
