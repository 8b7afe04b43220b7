// What npm's own client brings, by name, version and hash: kept beside nothing of the project, used by this suite alone.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export interface Pinned {
  readonly name: string;
  readonly version: string;
  /** As the registry states it, and as what arrives must be. */
  readonly integrity: `sha512-${string}`;
}

async function integrityOf(path: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  return `sha512-${hash.digest('base64')}`;
}

const UNREACHABLE = 'UNREACHABLE';

/** Whether the registry could not be reached, which is nobody's fault here. */
export function isUnreachable(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === UNREACHABLE;
}

function pack(wanted: string, folder: string): void {
  try {
    // In a folder of its own, so that no .npmrc and no package.json has a say.
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts', wanted], { cwd: folder, stdio: 'pipe' });
  } catch {
    throw Object.assign(new Error(`npm could not bring ${wanted}`), { code: UNREACHABLE });
  }
}

/**
 * Unpacks the package into `folder`, which is made. Nothing of it is run. Throws a sentence when it cannot be had, or when it
 * is not the one that was pinned.
 */
export async function unpackPinned({ name, version, integrity }: Pinned, folder: string): Promise<void> {
  const packed = mkdtempSync(join(tmpdir(), 'booking-courier-fetched-'));
  try {
    pack(`${name}@${version}`, packed);
    const [file] = readdirSync(packed);
    if (file === undefined) throw new Error(`npm brought nothing for ${name}@${version}`);
    const arrived = await integrityOf(join(packed, file));
    if (arrived !== integrity) throw new Error(`${name}@${version} is not the package that was pinned: it is ${arrived}`);
    mkdirSync(folder, { recursive: true });
    execFileSync('tar', ['xzf', join(packed, file), '-C', folder, '--strip-components=1', '--no-same-owner']);
  } finally {
    rmSync(packed, { recursive: true, force: true });
  }
}
