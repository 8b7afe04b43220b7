// Writes the icons that installers and programs carry to dist/icons, from the one drawing there is.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appIconFiles } from '../desktop/icon-files.ts';

/** Writes every icon file below `folder`. */
export function writeIcons(folder: string): void {
  for (const [name, bytes] of appIconFiles()) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeIcons(fileURLToPath(new URL('../../dist/icons', import.meta.url)));
}
