// What stands above the outbox: which results are shown, the search, and the ways to bring files in.
import {
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  SearchBox,
  Tab as TabButton,
  TabList,
} from '@fluentui/react-components';
import {
  ArrowDownload16Regular,
  ClipboardPaste16Regular,
  DocumentSparkle16Regular,
  FolderOpen16Regular,
} from '@fluentui/react-icons';
import { type ReactNode, useEffect, useState } from 'react';
import { number } from '../../shared/numbers.ts';
import { countOf } from '../../shared/totals.ts';
import { SEARCH_ID } from '../files/shortcuts.tsx';
import { useFiles } from '../files/ways-in.ts';
import { useSnapshot } from '../link/courier.tsx';
import { after } from '../link/time.ts';
import { TAB_STATES, TABS, type Tab, useOutboxView } from './view.tsx';

const SEARCH_PAUSE_MS = 200;

const TAB_NAMES: Record<Tab, string> = { all: 'All', waiting: 'Waiting', 'need-you': 'Need you', delivered: 'Delivered' };

/** Follows the keys at once, and the list a moment later. */
function Search(): ReactNode {
  const { view, setView } = useOutboxView();
  const [text, setText] = useState(view.search);
  useEffect(() => setText(view.search), [view.search]);
  useEffect(() => {
    if (text === view.search) return;
    return after(SEARCH_PAUSE_MS, () => setView({ search: text }));
  }, [text, view.search, setView]);
  return (
    <SearchBox
      id={SEARCH_ID}
      className="outbox-search"
      placeholder="Order or inspector"
      aria-label="Search order or inspector"
      title="Search order or inspector (Ctrl+F)"
      value={text}
      maxLength={200}
      onChange={(_, data) => setText(data.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') setView({ search: text });
        else if (event.key === 'Escape' && text !== '') setText('');
      }}
    />
  );
}

/** The ways to bring files in, as one button. */
export function ImportMenu(): ReactNode {
  const files = useFiles();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton appearance="primary" icon={<ArrowDownload16Regular />}>
          Import
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<FolderOpen16Regular />} secondaryContent="Ctrl+O" onClick={files.browse}>
            Browse…
          </MenuItem>
          <MenuItem icon={<ClipboardPaste16Regular />} secondaryContent="Ctrl+V" onClick={files.askForRows}>
            Paste…
          </MenuItem>
          <MenuItem icon={<DocumentSparkle16Regular />} onClick={() => void files.takeSample()}>
            Sample file
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

export function OutboxTools(): ReactNode {
  const { counts } = useSnapshot();
  const { view, setView } = useOutboxView();
  return (
    <div className="outbox-tools">
      <TabList
        className="outbox-tabs"
        size="small"
        aria-label="Which results"
        selectedValue={view.tab}
        onTabSelect={(_, data) => setView({ tab: data.value as Tab })}
      >
        {TABS.map((tab) => (
          <TabButton key={tab} value={tab}>
            {TAB_NAMES[tab]} <span className="outbox-tab-count">{number(countOf(counts, TAB_STATES[tab]))}</span>
          </TabButton>
        ))}
      </TabList>
      <Search />
    </div>
  );
}
