// A file that was read and waits for a person: how it was understood, what each row would become, what is wrong with it,
// and one button whose number is a promise.
import { Button, ProgressBar } from '@fluentui/react-components';
import { type ReactNode, useRef, useState } from 'react';
import type { ImportSummary, RepairGroup, RepairKey, RowVerdict } from '../../shared/import.ts';
import { counted, number } from '../../shared/numbers.ts';
import type { Environment } from '../../shared/settings.ts';
import { environmentName } from '../../shared/wording.ts';
import { useAct, useSnapshot } from '../link/courier.tsx';
import { importSubject, useUndo } from '../link/undo.tsx';
import { usePutAside } from './aside.tsx';
import { ImportNotes } from './notes.tsx';
import { ImportProblems, isSameGroup, keyOf, useRepairGroups } from './problems.tsx';
import { Question, whatIsMissing } from './question.tsx';
import { ReadingLine } from './reading.tsx';
import { RereadProvider } from './reread.tsx';
import { ImportRows } from './rows.tsx';
import { SeenLine, TheirsQuestion } from './seen-orders.tsx';
import { goToNext } from './tabs.tsx';
import { VERDICT_NAMES, VerdictBar } from './verdicts.tsx';

/** What the main button does, and what stands beside it. */
function promise(
  { orders, reading, totals }: ImportSummary,
  environment: Environment,
): {
  readonly button: string;
  readonly beside: string;
  readonly can: boolean;
} {
  const left = orders?.theirs.kept ?? 0;
  const queued = totals.new + totals.changed - left;
  const kept = totals.invalid > 0 ? `${counted(totals.invalid, 'invalid row is', 'invalid rows are')} kept for later.` : '';
  const [ask] = reading?.asks ?? [];
  if (ask !== undefined) return { button: 'Nothing can be queued yet', beside: whatIsMissing(ask), can: false };
  if (orders !== null && orders.theirs.open > 0)
    return { button: 'Nothing can be queued yet', beside: 'Say whether theirs or ours counts.', can: false };
  if (queued > 0) {
    const where = environment === 'practice' ? counted(queued, 'result') : `${number(queued)} to ${environmentName(environment)}`;
    return { button: `Queue ${where}`, beside: kept, can: true };
  }
  if (totals.invalid > 0)
    return { button: `Keep ${counted(totals.invalid, 'row')} for later`, beside: 'Nothing can be queued yet.', can: true };
  if (left > 0) return { button: 'Finish without queueing', beside: 'All stays as BasicPSF has it.', can: true };
  const why = totals.records === 0 ? 'The file has no rows.' : 'All rows are known already.';
  return { button: 'Nothing to queue', beside: why, can: false };
}

export function ImportReview({ file }: { readonly file: ImportSummary }): ReactNode {
  const { reading } = file;
  const groups = useRepairGroups(file);
  const isAsked = (reading?.asks.length ?? 0) > 0;
  return (
    <RereadProvider id={file.id}>
      {reading !== null && <ReadingLine report={reading} />}
      {reading !== null && isAsked && <Question key={reading.asks[0]} report={reading} />}
      <ImportNotes file={file} isAsked={isAsked} groups={groups} />
      <SeenLine id={file.id} orders={file.orders} />
      {isAsked ? <div className="import-gap" /> : <Rows file={file} groups={groups} />}
      <Footer file={file} />
    </RereadProvider>
  );
}

/** What the list shows: one part of the file, or the rows that need one repair. */
type Shown = { readonly verdict: RowVerdict | null } | { readonly group: RepairKey } | { readonly theirs: true };

interface RowsProps {
  readonly file: ImportSummary;
  readonly groups: readonly RepairGroup[] | null;
}

function Rows({ file, groups }: RowsProps): ReactNode {
  const { totals } = file;
  const [wanted, show] = useState<Shown>({ verdict: totals.invalid > 0 ? 'invalid' : null });
  const group = 'group' in wanted ? groups?.find((one) => isSameGroup(wanted.group, one)) : undefined;
  const shown = group === undefined ? null : keyOf(group);
  // Once the last row of a part is repaired, an empty list would say nothing.
  const part = 'verdict' in wanted ? wanted.verdict : 'invalid';
  const theirs = 'theirs' in wanted ? (file.orders?.theirs.count ?? 0) : 0;
  const verdict = theirs > 0 || (part !== null && totals[part] === 0) ? null : part;
  const total = theirs > 0 ? theirs : (group?.count ?? (verdict === null ? totals.records : totals[verdict]));
  // Rows do not change their height under somebody's hands when the last reason is gone.
  const tall = useRef(false);
  tall.current ||= totals.invalid + totals.changed + totals.warned > 0;
  const name = verdict === null ? 'Rows of the file' : `${VERDICT_NAMES[verdict].name} rows of the file`;
  return (
    <>
      <TheirsQuestion
        file={file}
        isShown={theirs > 0}
        onShow={(isShown) => show(isShown ? { theirs: true } : { verdict: null })}
      />
      <VerdictBar
        totals={totals}
        shown={shown === null && theirs === 0 ? verdict : 'group'}
        onShow={(next) => show({ verdict: next })}
      />
      <ImportProblems
        file={file}
        groups={groups}
        shown={shown}
        onShow={(next) => show(next === null ? { verdict: null } : { group: next })}
      />
      <ImportRows
        id={file.id}
        label={theirs > 0 ? 'Rows with a result of another machine' : shown === null ? name : 'Rows with this problem'}
        which={theirs > 0 ? 'theirs' : shown === null ? (verdict ?? 'all') : 'all'}
        group={shown}
        total={total}
        tall={tall.current}
        empty={
          <div className="empty">
            <h2>The file has no rows.</h2>
          </div>
        }
      />
    </>
  );
}

function Footer({ file }: { readonly file: ImportSummary }): ReactNode {
  const act = useAct();
  const { environment, openImports } = useSnapshot();
  const { close } = useUndo();
  const putAside = usePutAside();
  const [asked, ask] = useState(false);
  const { button, beside, can } = promise(file, environment);
  const isAccepting = file.phase === 'accepting';
  const busy = asked || file.phase !== 'review';

  async function accept(): Promise<void> {
    ask(true);
    // What is queued is not taken back by taking back a repair.
    if ((await act('import.accept', { id: file.id })) !== null) close(importSubject(file.id));
    ask(false);
  }

  async function leave(): Promise<void> {
    if (!(await putAside(file))) return;
    goToNext(openImports, file.id);
  }

  return (
    <footer className="import-footer">
      {busy && (
        <ProgressBar
          className="import-accepting"
          aria-label={isAccepting ? 'Queueing' : 'Reading the file anew'}
          {...(file.phase === 'reading' && file.bytes > 0 ? { value: file.bytesRead, max: file.bytes } : {})}
        />
      )}
      <Button appearance="primary" size="large" disabled={!can} disabledFocusable={busy} onClick={() => void accept()}>
        {button}
      </Button>
      {file.phase === 'reading' ? (
        <Button size="large" onClick={() => void act('import.cancel', { id: file.id })}>
          Keep it as it was read
        </Button>
      ) : (
        <Button size="large" disabledFocusable={busy} onClick={() => void leave()}>
          Put aside
        </Button>
      )}
      <span className="quiet numeric">
        {isAccepting ? `Queueing ${counted(file.totals.new + file.totals.changed, 'result')}…` : beside}
      </span>
    </footer>
  );
}
