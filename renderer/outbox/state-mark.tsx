// A result's state as icon, word and colour, always all three.
import {
  ArrowForward16Regular,
  ArrowUpload16Regular,
  CheckmarkCircle16Filled,
  Clock16Regular,
  Delete16Regular,
  ErrorCircle16Filled,
  QuestionCircle16Regular,
  Warning16Filled,
} from '@fluentui/react-icons';
import type { ComponentType, ReactNode } from 'react';
import type { ItemState } from '../../shared/outbox-item.ts';
import { stateWord } from '../../shared/wording.ts';
import './state-mark.css';

const ICONS: Record<ItemState, ComponentType> = {
  waiting: Clock16Regular,
  sending: ArrowUpload16Regular,
  delivered: CheckmarkCircle16Filled,
  refused: ErrorCircle16Filled,
  unconfirmed: QuestionCircle16Regular,
  parked: Warning16Filled,
  superseded: ArrowForward16Regular,
  discarded: Delete16Regular,
};

interface StateMarkProps {
  readonly state: ItemState;
  /** Instead of the state's own word. */
  readonly word?: string;
  /** Stands behind the word, such as a time or the server's words. */
  readonly more?: string;
}

export function StateMark({ state, word, more }: StateMarkProps): ReactNode {
  const Icon = ICONS[state];
  return (
    <span className={`state-mark ${state}`}>
      <span className="state-icon" aria-hidden="true">
        <Icon />
      </span>
      <span className="state-word">{word ?? stateWord(state)}</span>
      {more !== undefined && more !== '' && <span className="state-more">{more}</span>}
    </span>
  );
}
