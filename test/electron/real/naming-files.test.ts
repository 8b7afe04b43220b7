// What a page can name: nothing of this computer. Tried in the page, through the bridge it really has.
import { expect, test } from 'vitest';
import { bookedLines, csv } from '../../support/open-app.ts';
import { onDesktop } from './suite.ts';

interface Answer {
  readonly ok: boolean;
  readonly failure?: { readonly kind: string; readonly why?: string };
  readonly value?: { readonly id: number; readonly name?: string };
}
interface Bridge {
  readonly call: (name: unknown, input: unknown) => Promise<Answer>;
  readonly openFiles: (files: unknown) => Promise<Answer[]>;
}

onDesktop('the page', {}, (scene) => {
  test('names no file and no folder', async () => {
    const { start, file } = scene();
    const page = await start().page();
    const path = file('private.csv', csv(...bookedLines(2)));
    const answers = await page.evaluate(async (named) => {
      const { courier } = globalThis as unknown as { courier: Bridge };
      const found: unknown[] = [];
      for (const place of [named, '/etc/passwd', '//server/share/x.csv', '\\\\server\\share\\x.csv'])
        for (const name of ['file.open', 'file-at', 'file-made'])
          found.push(await courier.call(name, { name: 'x.csv', path: place }), await courier.call(name, place));
      for (const folder of ['/etc', '//server/share', '\\\\server\\share'])
        found.push(await courier.call('watched.change', { folder, on: true }), await courier.call('watched.change', { folder }));
      found.push(...(await courier.openFiles([{ name: named, path: named }])), ...(await courier.openFiles([named, 7])));
      // A File may be given any name; it lies nowhere all the same.
      const disguised = Object.defineProperty(new File(['no columns'], named), 'path', { value: named });
      const [made] = await courier.openFiles([disguised]);
      return { found, made, imports: await courier.call('import.list', {}) };
    }, path);
    for (const answer of answers.found) expect(answer).toMatchObject({ ok: false, failure: { kind: 'input-refused' } });
    expect(answers.made).toMatchObject({ ok: true });
    expect(answers.imports).toMatchObject({ value: { imports: [{ name: 'private.csv' }] } });
    expect(await page.evaluate(() => Object.keys((globalThis as unknown as { courier: Bridge }).courier))).toEqual([
      'call',
      'onSnapshot',
      'openFiles',
    ]);
  });

  test('is told when what it made is more than anybody pastes', async () => {
    const page = await scene().start().page();
    const [answer] = await page.evaluate(() => {
      const { courier } = globalThis as unknown as { courier: Bridge };
      return courier.openFiles([new File([new Uint8Array(64 * 1024 * 1024 + 1)], 'huge.csv')]);
    });
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'file-too-large', name: 'huge.csv' } });
  });
});
