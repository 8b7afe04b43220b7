// A power cut: whatever the disk loses of what was not synced, nothing is lost that was acknowledged, and nothing has left the
// computer that the outbox does not know of.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWhole, makeFolder, writeWhole } from '../../main/base/durable.ts';
import { FILES, NAMES } from '../support/crash-check.ts';
import { type DiskCall, HAS_TRACES, tracedRun, UNTRACED } from '../support/disk-trace.ts';
import { seededRandom, temporaryFolder } from '../support/make.ts';
import { csv, startBasicPsf } from '../support/open-app.ts';
import { checkCut } from '../support/power-check.ts';
import { bundleInto, threadsIn } from '../support/single-files.ts';

const CUTS = 60;

let folder = '';
beforeAll(async () => {
  if (!HAS_TRACES) return;
  folder = mkdtempSync(join(tmpdir(), 'booking-courier-power-'));
  await bundleInto(folder, 'test/support/crash-child.ts');
  for (const name of NAMES) writeFileSync(join(folder, name), csv(...(FILES[name] ?? [])));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every folder that was made and not known to the one above when somebody was first told something. */
function unknownFolders(calls: readonly DiskCall[]): string[] {
  const firstWord = calls.findIndex(({ kind }) => kind === 'said');
  return calls.slice(0, firstWord).flatMap((call, nth) => {
    if (call.kind !== 'folder') return [];
    const isKnown = calls.slice(nth, firstWord).some((one) => one.kind === 'sync' && one.path === dirname(call.path));
    return isKnown ? [] : [call.path];
  });
}

describe(`a power cut${UNTRACED}`, () => {
  it.runIf(HAS_TRACES)('loses nothing that was acknowledged, whatever was not synced', { timeout: 240_000 }, async () => {
    const root = temporaryFolder();
    const home = join(root, 'office', 'desk', 'home');
    const { baseUrl } = await startBasicPsf({ unknownOrders: 'made-up' });
    const files = NAMES.map((name) => join(folder, name));
    const calls = await tracedRun([join(folder, 'crash-child.mjs'), home, baseUrl, threadsIn(folder).stage.href, ...files], root);
    expect(unknownFolders(calls)).toEqual([]);
    expect(calls.filter(({ kind }) => kind === 'folder').length).toBeGreaterThanOrEqual(4);

    const random = seededRandom(12);
    const outbox = join(home, 'practice', 'outbox.sqlite');
    const first = calls.findIndex(({ kind }) => kind === 'said');
    const words = calls.flatMap(({ kind }, nth) => (kind === 'said' || kind === 'sent' ? [nth + 1] : []));
    // The worst moments are those right after somebody was told something; the others are anywhere.
    const cuts = Array.from({ length: CUTS }, (_, n) =>
      n % 2 === 0
        ? (words[Math.floor(random() * words.length)] as number)
        : first + Math.floor(random() * (calls.length - first)),
    );
    for (const cut of [...cuts, calls.length]) {
      checkCut(calls, cut, { root, outbox, random }, (said) =>
        NAMES.filter((name) => said.includes(`accepted ${name}`)).flatMap((name) =>
          (FILES[name] ?? []).map((line) => `${line.split(',')[0]}/${line.split(',')[3]}`),
        ),
      );
    }
  });

  it.runIf(HAS_TRACES)('finds new folders, files and copies whole, once they were made', { timeout: 60_000 }, async () => {
    const root = temporaryFolder();
    const program = join(temporaryFolder(), 'program.mjs');
    const durable = JSON.stringify(join(import.meta.dirname, '..', '..', 'main', 'base', 'durable.ts'));
    const place = (...names: string[]): string => JSON.stringify(join(root, ...names));
    writeFileSync(
      program,
      `import { writeSync } from 'node:fs';
      import { ${[makeFolder, writeWhole, copyWhole].map(({ name }) => name)} } from ${durable};
      makeFolder(${place('a', 'b', 'c')});
      writeWhole(${place('a', 'b', 'c', 'one')}, 'one');
      copyWhole(${place('a', 'b', 'c', 'one')}, ${place('a', 'b', 'two')});
      writeSync(1, 'done');`,
    );
    const calls = await tracedRun([program], root);
    const synced = calls.flatMap((call) => (call.kind === 'sync' ? [call.path.slice(root.length)] : []));
    expect(synced).toEqual(['', '/a', '/a/b', '/a/b/c/one.new', '/a/b/c', '/a/b/two.new', '/a/b']);
    expect(calls.at(-1)).toMatchObject({ kind: 'said', text: 'done' });
  });
});
