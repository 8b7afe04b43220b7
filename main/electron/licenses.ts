// The licences of the packages whose code is bundled into the shell; most ask to travel with it. The window has its own list.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Package = z.object({ name: z.string(), version: z.string(), license: z.string().default('no licence named') });

/** The folders of the packages among the files of a bundle. */
function packagesAmong(files: readonly string[]): string[] {
  const folders = files.map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(folders.filter((folder) => folder !== undefined))];
}

function licenseTextOf(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
}

/** Every licence of the packages that the bundled `files` come from, as one text; paths lead from the working folder. */
export function licensesOf(files: readonly string[]): string {
  const entries = packagesAmong(files).map((folder) => {
    const { name, version, license } = Package.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    return `## ${name} - ${version} (${license})\n\n${licenseTextOf(folder)}\n`;
  });
  return `# Licenses\n\nThe program bundles these packages.\n\n${[...new Set(entries)].sort().join('\n')}`;
}
