// Numbers and counted nouns, the same everywhere.

const grouped = new Intl.NumberFormat('en-GB');

/** `1,204` */
export function number(n: number): string {
  return grouped.format(n);
}

/** `1 result`, `1,204 results`; `plural` where adding an s is not enough. */
export function counted(n: number, noun: string, plural = `${noun}s`): string {
  return `${number(n)} ${n === 1 ? noun : plural}`;
}

/** `512 bytes`, `14 kB`, `45.2 MB` */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
