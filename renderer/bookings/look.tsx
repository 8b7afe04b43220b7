// How the agenda looks: which columns it has, and by what the bookings of a day are ordered.
import {
  Button,
  Menu,
  MenuDivider,
  MenuGroup,
  MenuGroupHeader,
  MenuItemCheckbox,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { TableSettings16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { HIDEABLE_COLUMNS, type HideableColumn } from '../../shared/booking-view.ts';
import { BOOKING_SORTS, type BookingSort } from '../../shared/service-booking.ts';
import { COLUMN_NAMES } from './columns.tsx';
import { useBookingView } from './kept-view.tsx';

const SORT_NAMES: Record<BookingSort, string> = {
  time: 'Time',
  product: 'Product',
  participant: 'Participant',
  order: 'Order',
  facility: 'Facility',
};

export function LookMenu(): ReactNode {
  const { view, setView } = useBookingView();
  const shown = HIDEABLE_COLUMNS.filter((column) => !view.hidden.includes(column));
  return (
    <Menu
      checkedValues={{ columns: shown, sort: [view.sort] }}
      onCheckedValueChange={(_, { name, checkedItems }) => {
        if (name === 'sort') setView({ sort: (checkedItems[0] ?? 'time') as BookingSort });
        else setView({ hidden: HIDEABLE_COLUMNS.filter((column: HideableColumn) => !checkedItems.includes(column)) });
      }}
      persistOnItemClick
    >
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<TableSettings16Regular />} aria-label="Columns and order" title="Columns and order" />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuGroup>
            <MenuGroupHeader>Within a day by</MenuGroupHeader>
            {BOOKING_SORTS.map((sort) => (
              <MenuItemRadio key={sort} name="sort" value={sort}>
                {SORT_NAMES[sort]}
              </MenuItemRadio>
            ))}
          </MenuGroup>
          <MenuDivider />
          <MenuGroup>
            <MenuGroupHeader>Columns</MenuGroupHeader>
            {HIDEABLE_COLUMNS.map((column) => (
              <MenuItemCheckbox key={column} name="columns" value={column}>
                {COLUMN_NAMES[column]}
              </MenuItemCheckbox>
            ))}
          </MenuGroup>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
