// Stages bytes as the thread does, and hands out what became of them, for the tests of how files are read.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openScratch } from '../../main/base/sqlite.ts';
import type { Source } from '../../main/import/read/source.ts';
import { type Staged, type StageOrder, stageFile } from '../../main/import/stage/stage.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Result } from '../../shared/result.ts';
import { temporaryFolder } from './make.ts';

export interface Row {
  readonly record: number;
  readonly line: number;
  readonly ref: string;
  readonly result: string;
  readonly date: string;
  readonly inspector: string;
  readonly verdict: string;
  readonly problems: string;
}

export type StagedBytes = Staged & { readonly rows: Row[] };
export type StageOptions = Partial<Omit<StageOrder, 'source' | 'stagedPath'>>;

/** The day that the tests take for today. */
export const TODAY = '2025-04-25';

/** Stages a source at `path`, which is emptied first. */
export function stageAt(path: string, source: Source, options: StageOptions = {}): Promise<Result<Staged>> {
  rmSync(path, { force: true });
  const order = { name: 'results.csv', choice: {}, remembered: {}, osEncoding: 'windows-1252', today: TODAY } as const;
  return stageFile(
    { ...order, ...options, source, stagedPath: path },
    () => false,
    () => {},
  );
}

/** The rows of a staged file, in its order. */
export function rowsAt(path: string): Row[] {
  const store = openScratch(path, { readonly: true });
  try {
    return store.prepare<unknown[], Row>('select * from row order by record').all();
  } finally {
    store.close();
  }
}

/** Stages bytes that can be read. */
export async function stageBytes(bytes: Uint8Array, options: StageOptions = {}): Promise<StagedBytes> {
  const path = join(temporaryFolder(), 'staged.sqlite');
  const staged = await stageAt(path, { bytes }, options);
  if (!staged.ok) throw new Error(JSON.stringify(staged.failure));
  return { ...staged.value, rows: rowsAt(path) };
}

/** Stages a text in UTF-8 that can be read. */
export function stageText(text: string, options: StageOptions = {}): Promise<StagedBytes> {
  return stageBytes(Buffer.from(text), options);
}

/** Why bytes cannot be read. */
export async function failureOf(bytes: Uint8Array, options: StageOptions = {}): Promise<Failure | null> {
  const staged = await stageAt(join(temporaryFolder(), 'staged.sqlite'), { bytes }, options);
  return staged.ok ? null : staged.failure;
}
