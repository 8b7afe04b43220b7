// What is dropped: one file, or a folder of them, one level deep.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/make.ts';
import { bookedLines, csv, openApp } from '../support/open-app.ts';

it('a dropped folder opens its files, one level deep and in the order of their names', async () => {
  const { app, call } = await openApp();
  const folder = temporaryFolder();
  for (const name of ['b.CSV', 'a.tsv', 'c.txt', '~$a.xlsx', '.hidden.csv', 'picture.png', 'b.csv.report.txt', 'a.csv.tmp']) {
    writeFileSync(join(folder, name), csv(...bookedLines(1)));
  }
  mkdirSync(join(folder, 'deeper.csv'));
  writeFileSync(join(folder, 'deeper.csv', 'd.csv'), csv(...bookedLines(1)));
  const opened = await app.openFile('folder', { path: folder });
  await app.settled();
  const { imports } = await call('import.list', {});
  expect(imports.map(({ name }) => name)).toEqual(['c.txt', 'b.CSV', 'a.tsv']);
  const ids = imports.map(({ id }) => id).reverse();
  expect(opened).toEqual({ ok: true, value: { id: ids[0], ids } });
  expect(imports.map(({ path }) => path)).toContain(join(folder, 'b.CSV'));
});

it('a folder without files, or with too many, is refused with its reason and opens none', async () => {
  const { app, call } = await openApp();
  const folder = temporaryFolder();
  expect(await app.openFile('empty', { path: folder })).toEqual({ ok: false, failure: { kind: 'folder-empty', name: 'empty' } });
  for (let n = 0; n < 201; n += 1) writeFileSync(join(folder, `${n}.csv`), '');
  expect(await app.openFile('full', { path: folder })).toEqual({
    ok: false,
    failure: { kind: 'too-many-files', name: 'full', count: 201, maxCount: 200 },
  });
  expect((await call('import.list', {})).imports).toEqual([]);
});

it('one file answers with its own id', async () => {
  const { app } = await openApp();
  const path = join(temporaryFolder(), 'one.csv');
  writeFileSync(path, csv(...bookedLines(1)));
  expect(await app.openFile('one.csv', { path })).toEqual({ ok: true, value: { id: 1, ids: [1] } });
});

it('a file that could not be read is read again from its place, as an import of its own', async () => {
  const { app, ask, call } = await openApp();
  const path = join(temporaryFolder(), 'locked.csv');
  const first = await app.openFile('locked.csv', { path });
  await app.settled();
  const id = first.ok ? first.value.id : 0;
  expect(await call('import.get', { id })).toMatchObject({ phase: 'failed', failure: { kind: 'file-unreadable' } });
  writeFileSync(path, csv(...bookedLines(2)));
  const again = await call('import.again', { id });
  await app.settled();
  expect(await call('import.get', { id: again.id })).toMatchObject({ phase: 'review', totals: { new: 2 } });
  expect(await ask('import.again', { id: again.id })).toEqual({ ok: false, failure: { kind: 'gone', what: 'file' } });
});
