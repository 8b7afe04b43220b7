// The keys that work everywhere, as the list of them and the help say them.

/** Each key, or several, and what it does. */
export const KEYS: readonly (readonly [string, string])[] = [
  ['Ctrl+O', 'Choose files'],
  ['Ctrl+V', 'Paste rows'],
  ['Ctrl+F', 'Search the outbox, or the bookings'],
  ['F5', 'Look again'],
  ['Ctrl+Enter', 'Send now'],
  ['Ctrl+Z', 'Take back what was done last: a discard, a repair, a withdrawal; press it again for the one before'],
  ['Arrows, Page Up, Page Down, Home, End', 'Move in a list'],
  ['Letters', 'Go to the order that starts with them'],
  ['Space', 'Select a row'],
  ['Shift+arrows, Ctrl+A', 'Select several rows, or all'],
  ['Enter, F2', 'Open the row, or repair it'],
  ['Tab, Enter', 'While repairing: the next cell; keep it, and on to the next row to repair'],
  ['Delete', 'Discard what is selected'],
  ['Esc', 'Close the pane, or stop editing'],
  ['F1', 'Help'],
  ['?', 'The list of keys'],
];
