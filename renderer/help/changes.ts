// What changed, from the file of changes that is bundled with the window: the newest version first.
import changelog from '../../CHANGELOG.md?raw';
import { version } from '../../package.json';

/** The version of this program. */
export const VERSION: string = version;

export interface Release {
  readonly name: string;
  readonly changes: readonly string[];
}

/** The releases of a file of changes: each `## ` opens one, each `- ` is one change of it. */
export function releasesFrom(text: string): Release[] {
  return text
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [name = '', ...lines] = part.split('\n');
      return { name: name.trim(), changes: lines.filter((line) => line.startsWith('- ')).map((line) => line.slice(2).trim()) };
    })
    .filter(({ changes }) => changes.length > 0);
}

export const RELEASES: readonly Release[] = releasesFrom(changelog);
