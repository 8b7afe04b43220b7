// What a second start asks of the program that runs already, through Electron's own single instance: it arrives whole,
// whatever it is, and ends nobody.
import { spawn } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { bookedLines, csv } from '../../support/open-app.ts';
import { COURIER } from './hand.ts';
import type { Form } from './product.ts';
import { FORMS, onDesktop, type Scene } from './suite.ts';
import { until } from './until.ts';

const LINES = csv(...bookedLines(1));
const NAMES = [
  'plain.csv',
  'måndag 星期一.csv',
  ' leading.csv',
  'trailing .csv ',
  'two\nlines.csv',
  "100%25 “done” 'it'.csv",
  '"quoted".csv',
  '😀 a.csv',
  'tab\there.csv',
];

interface Again {
  readonly form: Form;
  readonly home: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** Starts the program once more; answers with its exit code. */
function startAgain({ desktop, product }: Scene, { form, home, args, cwd }: Again): Promise<number | null> {
  const [program, ...before] = product[form];
  const { as } = desktop.person;
  const line = [...before, '--home', home, ...args];
  const child = spawn(program, line, { cwd, env: desktop.environment, stdio: 'ignore', detached: true, ...as });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
}

/** The names of the files on the page's list, oldest first, once there are so many and all have been read. */
async function importsOf(page: Page, count: number): Promise<string[]> {
  type Listed = { readonly name: string; readonly phase: string };
  const list = (): Promise<Listed[]> =>
    page.evaluate(async () => {
      const reply = await (
        globalThis as unknown as { courier: { call: (...a: unknown[]) => Promise<{ value: { imports: [] } }> } }
      ).courier.call('import.list', { limit: 200 });
      return reply.value.imports;
    });
  const isRead = (all: Listed[]): boolean => all.length === count && all.every(({ phase }) => phase === 'review');
  const all = await until(`${count} files in review`, async () => {
    const seen = await list();
    return isRead(seen) ? seen : null;
  });
  return all.map(({ name }) => name).reverse();
}

onDesktop('a second start', {}, (scene) => {
  describe.each(FORMS)('%s', (form) => {
    test('hands over files from its own folder, whatever their names are', async () => {
      const { start, home, file } = scene();
      const place = home();
      const page = await start({ form, home: place, args: ['--hidden'] }).page();
      const cwd = join(file('plain.csv', LINES), '..');
      for (const name of NAMES) file(join(cwd, name), LINES);
      const alone = ['måndag 星期一.csv', 'two\nlines.csv'];
      for (const name of alone) expect(await startAgain(scene(), { form, home: place, args: [name], cwd })).toBe(0);
      expect(await importsOf(page, alone.length)).toEqual(alone);
      expect(await startAgain(scene(), { form, home: place, args: NAMES, cwd })).toBe(0);
      expect(await importsOf(page, alone.length + NAMES.length)).toEqual([...alone, ...NAMES]);
    });

    test('hands over 200 files in deep folders, and the first one lives', async () => {
      const { start, home, file } = scene();
      const place = home();
      const program = start({ form, home: place, args: ['--hidden'] });
      const page = await program.page();
      const deep = Array.from({ length: 7 }, (_, n) => `${n} å`.repeat(25));
      const cwd = join(file('plain.csv', LINES), '..');
      const names = Array.from({ length: 200 }, (_, n) => join(cwd, ...deep, `${n}.csv`));
      for (const name of names) file(name, LINES);
      // The folders in between were made by whoever runs this.
      for (let n = 1; n <= deep.length; n += 1) chmodSync(join(cwd, ...deep.slice(0, n)), 0o755);
      expect(await startAgain(scene(), { form, home: place, args: names, cwd })).toBe(0);
      expect(await importsOf(page, 200)).toHaveLength(200);
      expect(program.child.exitCode).toBeNull();
    });
  });

  test('with nothing, or with what is empty, only brings the window up', async () => {
    const { start, home, hand } = scene();
    const place = home();
    const program = start({ home: place, args: ['--hidden'] });
    const page = await program.page();
    expect(await startAgain(scene(), { form: 'unpackaged', home: place, args: ['', ''], cwd: '/' })).toBe(0);
    await until('the window', () => hand.window(COURIER));
    expect(await importsOf(page, 0)).toEqual([]);
  });

  test('goes by what Electron itself tells where nothing can be written', async () => {
    const { start, home, file } = scene();
    const place = home();
    const page = await start({ home: place, args: ['--hidden'] }).page();
    file(join(place, 'handover'), 'no folder');
    const cwd = join(file('as it is.csv', LINES), '..');
    expect(await startAgain(scene(), { form: 'unpackaged', home: place, args: ['as it is.csv'], cwd })).toBe(0);
    expect(await importsOf(page, 1)).toEqual(['as it is.csv']);
  });

  test('with another data folder is a program of its own', async () => {
    const { start, file } = scene();
    const first = await start({ args: ['--hidden'] }).page();
    const second = await start({ args: [file('its own.csv', LINES)] }).page();
    expect(await importsOf(second, 1)).toEqual(['its own.csv']);
    expect(await importsOf(first, 0)).toEqual([]);
  });
});
