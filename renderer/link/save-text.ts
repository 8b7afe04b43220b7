// Hands a text to the person as a file, by the browser's own download.
import { after } from './time.ts';

const KINDS: Readonly<Record<string, string>> = { '.csv': 'csv', '.ics': 'calendar' };

/** Saves `text` under `name` where downloads go. */
export function saveText({ name, text }: { readonly name: string; readonly text: string }): void {
  const address = URL.createObjectURL(
    new Blob([text], { type: `text/${KINDS[name.slice(name.lastIndexOf('.'))] ?? 'plain'};charset=utf-8` }),
  );
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  after(10_000, () => URL.revokeObjectURL(address));
}
