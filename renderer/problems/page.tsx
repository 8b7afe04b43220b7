// What needs a person, most urgent first: what stops everything, results by cause, files with held rows,
// and last what solves itself.
import { Button } from '@fluentui/react-components';
import { CheckmarkCircle20Filled } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { counted } from '../../shared/numbers.ts';
import { useQuery, useSnapshot } from '../link/courier.tsx';
import { BookingProblems } from './booking-problems.tsx';
import { GlobalProblems } from './global-problems.tsx';
import { byUrgency, GroupProblem } from './group-problem.tsx';
import { HeldProblems } from './held-problems.tsx';
import './page.css';
import { needYou } from '../../shared/totals.ts';
import { go } from '../link/route.ts';

export function ProblemsPage(): ReactNode {
  const snapshot = useSnapshot();
  const groups = useQuery('outbox.groups', {});
  const { urgent, others } = byUrgency(groups.value ?? []);
  const elsewhere = snapshot.elsewhere.some(({ waiting }) => waiting > 0);
  const nothing = needYou(snapshot) === 0 && snapshot.sync.trouble === null && groups.value?.length === 0 && !elsewhere;
  return (
    <div className="page">
      <h1 className="page-title">Problems</h1>
      {nothing ? (
        <div className="empty">
          <h2 className="problems-none">
            <CheckmarkCircle20Filled />
            Nothing needs you.
          </h2>
          <p>{counted(snapshot.deliveredToday, 'result was', 'results were')} confirmed today.</p>
          <div className="empty-actions">
            <Button onClick={() => go({ page: 'outbox' })}>Show the outbox</Button>
          </div>
        </div>
      ) : (
        <ul className="problems" aria-label="Problems, most urgent first">
          <GlobalProblems />
          <BookingProblems />
          {urgent.map((group) => (
            <GroupProblem key={`${group.state} ${group.cause}`} group={group} />
          ))}
          <HeldProblems />
          {others.map((group) => (
            <GroupProblem key={`${group.state} ${group.cause}`} group={group} />
          ))}
        </ul>
      )}
    </div>
  );
}
