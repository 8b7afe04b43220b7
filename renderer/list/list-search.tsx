// The search above a long list: follows the keys at once, and the list a moment later.
import { SearchBox } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { after } from '../link/time.ts';
import { useStable } from '../link/use-stable.ts';

/** So long does the list wait for the next key, ms. */
const SEARCH_PAUSE_MS = 200;
/** What the calls behind it take. */
const MOST_LETTERS = 200;

interface ListSearchProps {
  readonly id: string;
  readonly className: string;
  readonly placeholder: string;
  readonly label: string;
  readonly title: string;
  /** What the list is searched for now. */
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

/** Enter searches at once, Esc empties it. */
export function ListSearch({ id, className, placeholder, label, title, search, onSearch }: ListSearchProps): ReactNode {
  const [text, setText] = useState(search);
  // Another function with every drawing must not begin the pause anew.
  const hand = useStable(onSearch);
  useEffect(() => setText(search), [search]);
  useEffect(() => {
    if (text === search) return;
    return after(SEARCH_PAUSE_MS, () => hand(text));
  }, [text, search, hand]);
  return (
    <SearchBox
      id={id}
      className={className}
      placeholder={placeholder}
      aria-label={label}
      title={title}
      value={text}
      maxLength={MOST_LETTERS}
      onChange={(_, data) => setText(data.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onSearch(text);
        else if (event.key === 'Escape' && text !== '') setText('');
      }}
    />
  );
}
