// "What is new" shows the file of changes beside the version, so the two must speak of the same release.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import program from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '../..');

it('the version is the newest release of the file of changes, and of the lock file', () => {
  const changes = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');
  expect(/^## (\S+)$/m.exec(changes)?.[1]).toBe(program.version);
  expect(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))).toMatchObject({
    version: program.version,
    packages: { '': { version: program.version } },
  });
});
