// What nobody foresaw: the browser host ends with one sentence and a code, not with the inside of the program.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/make.ts';

// Standing in for a fault that nobody knows of: the one line that the host prints cannot be printed.
const BREAKS: Readonly<Record<string, string>> = {
  'while it starts': "console.log = () => { throw new Error('the line broke') }",
  'later on': "console.log = () => setTimeout(() => { throw new Error('the line broke') })",
  'in something that nobody waits for': "console.log = () => void Promise.reject(new Error('the line broke'))",
};

it.each(Object.entries(BREAKS))('%s it ends with a sentence, and the log has the rest', async (_, code) => {
  const home = join(temporaryFolder(), 'home');
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../main/browser/index.ts'), '--no-open', '--home', home], {
    env: { ...process.env, NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(code)}"` },
  });
  let err = '';
  child.stderr.on('data', (chunk) => (err += chunk));
  const [exitCode] = await once(child, 'close');
  expect([exitCode, err]).toEqual([70, expect.stringMatching(/^Something unexpected happened.*"the line broke".*\n$/)]);
  const logs = readdirSync(join(home, 'logs')).map((name) => readFileSync(join(home, 'logs', name), 'utf8'));
  expect(logs.join('')).toContain('something unexpected ended the program');
});
