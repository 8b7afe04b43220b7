// What stands above the outbox: which results are shown, the search, and the ways to bring files in.
import {
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Tab as TabButton,
  TabList,
} from '@fluentui/react-components';
import {
  ArrowDownload16Regular,
  ClipboardPaste16Regular,
  DocumentSparkle16Regular,
  FolderOpen16Regular,
} from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { number } from '../../shared/numbers.ts';
import { countOf } from '../../shared/totals.ts';
import { SEARCH_ID } from '../files/shortcuts.tsx';
import { useFiles } from '../files/ways-in.ts';
import { useSnapshot } from '../link/courier.tsx';
import { sentinelsOutside } from '../link/heard-sentinels.ts';
import { ListSearch } from '../list/list-search.tsx';
import { OTHER_TABS, TAB_STATES, TABS, type Tab, useOutboxView } from './view.tsx';

const TAB_NAMES: Record<Tab, string> = {
  all: 'All',
  waiting: 'Waiting',
  refused: 'Refused or stopped',
  delivered: 'Delivered',
  discarded: 'Discarded',
  replaced: 'Replaced',
};

function Search(): ReactNode {
  const { view, setView } = useOutboxView();
  return (
    <ListSearch
      id={SEARCH_ID}
      className="outbox-search"
      placeholder="Order or inspector"
      label="Search order or inspector"
      title="Search order or inspector (Ctrl+F)"
      search={view.search}
      onSearch={(search) => setView({ search })}
    />
  );
}

/** The ways to bring files in, as one button. */
export function ImportMenu(): ReactNode {
  const files = useFiles();
  const { environment } = useSnapshot();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton appearance="primary" icon={<ArrowDownload16Regular />}>
          Import
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList ref={sentinelsOutside}>
          <MenuItem icon={<FolderOpen16Regular />} secondaryContent="Ctrl+O" onClick={files.browse}>
            Browse…
          </MenuItem>
          <MenuItem icon={<ClipboardPaste16Regular />} secondaryContent="Ctrl+V" onClick={files.askForRows}>
            Paste…
          </MenuItem>
          {environment === 'practice' && (
            <MenuItem icon={<DocumentSparkle16Regular />} onClick={() => void files.takeSample()}>
              Sample file
            </MenuItem>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

/** What is out of the way: one of them becomes a tab of its own while it is looked at. */
function OtherTabs(): ReactNode {
  const { counts } = useSnapshot();
  const { setView } = useOutboxView();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton appearance="subtle" size="small">
          More
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList ref={sentinelsOutside}>
          {OTHER_TABS.map((tab) => (
            <MenuItem key={tab} secondaryContent={number(countOf(counts, TAB_STATES[tab]))} onClick={() => setView({ tab })}>
              {TAB_NAMES[tab]}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

export function OutboxTools(): ReactNode {
  const { counts } = useSnapshot();
  const { view, setView } = useOutboxView();
  const tabs: readonly Tab[] = [...TABS, ...OTHER_TABS.filter((tab) => tab === view.tab)];
  return (
    <div className="outbox-tools">
      <TabList
        ref={sentinelsOutside}
        className="outbox-tabs"
        size="small"
        aria-label="Which results"
        selectedValue={view.tab}
        onTabSelect={(_, data) => setView({ tab: data.value as Tab })}
      >
        {tabs.map((tab) => (
          <TabButton key={tab} value={tab}>
            {TAB_NAMES[tab]} <span className="outbox-tab-count">{number(countOf(counts, TAB_STATES[tab]))}</span>
          </TabButton>
        ))}
      </TabList>
      <OtherTabs />
      <Search />
    </div>
  );
}
