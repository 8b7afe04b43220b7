// One word of the line that says how a file was understood: a button with the alternatives, and choosing one reads the file anew.
import {
  Menu,
  MenuButton,
  MenuGroup,
  MenuGroupHeader,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { Person16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { ReadingChoice } from '../../shared/reading.ts';
import { sentinelsOutside } from '../link/heard-sentinels.ts';
import { useReread } from './reread.tsx';

export interface Choice {
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
  /** The questions that are answered with it, with spaces between. */
  readonly answers?: string;
  /** It is a proposal, which a person is asked about. */
  readonly isOpen?: boolean;
}

/** One word of the line. */
export function Word({
  name,
  words,
  value,
  choices,
  heading = name,
  others = [],
  isChosen,
  isOpen = false,
  answers,
}: WordProps): ReactNode {
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
          data-answers={answers}
          aria-label={`${name}: ${words}${isChosen ? ', chosen by you' : ''}`}
          title={`${name}${isChosen ? ', chosen by you' : ''}. Click to change.`}
          {...(isChosen ? { icon: <Person16Regular /> } : {})}
        >
          {words}
          {isOpen && '?'}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover className="reading-choices">
        <MenuList ref={sentinelsOutside} aria-label={name}>
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
