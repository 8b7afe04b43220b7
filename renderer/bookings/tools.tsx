// The one row of filters above the bookings: which days, whose, where, and a search. What is chosen is kept.
import {
  Button,
  Menu,
  MenuButton,
  MenuItem,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Select,
} from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { BOOKING_PRESETS, type BookingPreset, daysOf, narrowingOf, whyNoWindow } from '../../shared/booking-view.ts';
import { BOOKING_MODES, type BookingMode } from '../../shared/service-booking.ts';
import { stockholmToday } from '../../shared/stockholm-time.ts';
import { BOOKING_SEARCH_ID } from '../files/shortcuts.tsx';
import { useQuery, useSnapshot } from '../link/courier.tsx';
import { sentinelsOutside } from '../link/heard-sentinels.ts';
import { useSettings } from '../link/settings.tsx';
import { ListSearch } from '../list/list-search.tsx';
import { DayField } from './day-field.tsx';
import { Inspector, Unreported } from './filters.tsx';
import { useBookingView } from './kept-view.tsx';
import { OrderNumber } from './order.tsx';

const PRESET_NAMES: Record<BookingPreset, string> = {
  today: 'Today',
  tomorrow: 'Tomorrow',
  'this-week': 'This week',
  'next-week': 'Next week',
  past: 'Past 14 days',
  '7-days': 'Next 7 days',
  '14-days': 'Next 14 days',
  range: 'From – to',
};
const MODE_NAMES: Record<BookingMode, string> = {
  mine: 'Mine',
  shifts: 'My shifts',
  resource: 'Resource',
  order: 'Order number',
};

function Days(): ReactNode {
  const { now } = useSnapshot();
  const { view, setView } = useBookingView();
  const kept = daysOf(view, stockholmToday(now));
  const [range, setRange] = useState(kept);
  const { words, wrong } = whyNoWindow(range.from, range.to);

  function choose(preset: BookingPreset): void {
    // A range starts as what is on show.
    if (preset === 'range') setRange(kept);
    setView(preset === 'range' ? { preset, range: kept } : { preset });
  }
  function change(part: Partial<typeof range>): void {
    const next = { ...range, ...part };
    setRange(next);
    if (whyNoWindow(next.from, next.to).words === '') setView({ range: next });
  }
  return (
    <>
      <Select
        aria-label="Days"
        value={view.preset}
        className="booking-select"
        onChange={(_, data) => choose(data.value as BookingPreset)}
      >
        {BOOKING_PRESETS.map((preset) => (
          <option key={preset} value={preset}>
            {PRESET_NAMES[preset]}
          </option>
        ))}
      </Select>
      {view.preset === 'range' && (
        <span className="booking-range" title={words}>
          <DayField label="First day" day={range.from} isWrong={wrong.includes('from')} onChange={(from) => change({ from })} />
          –
          <DayField label="Last day" day={range.to} isWrong={wrong.includes('to')} onChange={(to) => change({ to })} />
          {words !== '' && (
            <span role="alert" className="booking-wrong">
              {words}
            </span>
          )}
        </span>
      )}
    </>
  );
}

function Resource(): ReactNode {
  const { view, setView } = useBookingView();
  const choices = useQuery('bookings.choices', {});
  const isOwn = view.mode === 'resource';
  return (
    <Select
      aria-label="Resource"
      className="booking-select"
      value={view.resourceId === null ? '' : String(view.resourceId)}
      onChange={(_, data) => {
        if (data.value !== '') setView({ resourceId: Number(data.value) });
        else if (!isOwn) setView({ resourceId: null });
      }}
    >
      <option value="">{isOwn ? 'Choose…' : 'Any resource'}</option>
      {choices.value?.resources.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}

function Whose(): ReactNode {
  const { environment } = useSnapshot();
  const { settings } = useSettings();
  const { view, setView } = useBookingView();
  const canAskResources = settings.brp[environment].level === 3;
  const { mode, resourceId } = view;
  return (
    <>
      <Select
        aria-label="Whose"
        value={mode}
        className="booking-select"
        onChange={(_, data) => {
          const next = { ...view, mode: data.value as BookingMode };
          setView({ mode: next.mode, ...narrowingOf(next) });
        }}
      >
        {BOOKING_MODES.map((one) => (
          <option key={one} value={one} disabled={one === 'resource' && !canAskResources}>
            {MODE_NAMES[one]}
            {one === 'resource' && !canAskResources ? ' (needs a level 3 key)' : ''}
          </option>
        ))}
      </Select>
      {/* What narrows the list is seen, also where it could not be chosen any more. */}
      {mode !== 'mine' && (mode === 'resource' || canAskResources || resourceId !== null) && <Resource />}
      {mode !== 'mine' && <OrderNumber key={view.order?.number} isOptional={mode !== 'order'} />}
    </>
  );
}

function Facilities(): ReactNode {
  const { view, setView } = useBookingView();
  const choices = useQuery('bookings.choices', {});
  const all = choices.value?.facilities ?? [];
  const chosen = all.filter(({ id }) => view.facilities.includes(id));
  const [first] = chosen;
  const words = first === undefined ? 'All facilities' : chosen.length === 1 ? first.name : `${first.name} +${chosen.length - 1}`;
  return (
    <Menu
      checkedValues={{ facilities: view.facilities.map(String) }}
      onCheckedValueChange={(_, data) => setView({ facilities: data.checkedItems.map(Number) })}
      persistOnItemClick
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton aria-label={`Facilities: ${words}`}>{words}</MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList ref={sentinelsOutside}>
          <MenuItem disabled={view.facilities.length === 0} onClick={() => setView({ facilities: [] })}>
            All facilities
          </MenuItem>
          {all.map(({ id, name }) => (
            <MenuItemCheckbox key={id} name="facilities" value={String(id)}>
              {name}
            </MenuItemCheckbox>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function Search(): ReactNode {
  const { search, setSearch } = useBookingView();
  return (
    <ListSearch
      id={BOOKING_SEARCH_ID}
      className="booking-search"
      placeholder="Search"
      label="Search bookings"
      title="Search product, participant, resource, messages and order number (Ctrl+F)"
      search={search}
      onSearch={setSearch}
    />
  );
}

export function BookingTools(): ReactNode {
  return (
    <search className="booking-tools">
      <Days />
      <Whose />
      <Facilities />
      <Inspector />
      <Unreported />
      <Search />
    </search>
  );
}

/** Takes every narrowing back but the days. */
export function ShowAllButton(): ReactNode {
  const { view, setView, setSearch } = useBookingView();
  return (
    <Button
      onClick={() => {
        setView({ facilities: [], inspector: null, unreported: false, ...narrowingOf(view) });
        setSearch('');
      }}
    >
      Show all of these days
    </Button>
  );
}
