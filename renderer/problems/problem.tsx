// The shape of one problem: how bad, what happened, what to do, how much and since when, and the buttons.
import { ErrorCircle20Filled, Info20Regular, Warning20Filled } from '@fluentui/react-icons';
import type { ReactNode } from 'react';

const ICONS = { bad: ErrorCircle20Filled, wait: Warning20Filled, note: Info20Regular };

interface ProblemProps {
  readonly tone: keyof typeof ICONS;
  readonly what: string;
  readonly todo: string;
  readonly facts?: string;
  readonly children?: ReactNode;
}

/** `children` are its buttons, the main one first. */
export function ProblemEntry({ tone, what, todo, facts, children }: ProblemProps): ReactNode {
  const Icon = ICONS[tone];
  return (
    <li className={`problem ${tone}`}>
      <Icon className="problem-icon" aria-hidden="true" />
      <div className="problem-words">
        <h2>{what}</h2>
        {todo !== '' && <p>{todo}</p>}
        {facts !== undefined && <p className="quiet numeric">{facts}</p>}
      </div>
      <div className="problem-actions">{children}</div>
    </li>
  );
}
