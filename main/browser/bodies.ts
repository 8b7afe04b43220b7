// What a request carries: a small call in memory, or a file of any size straight to disk. Each has its limit, and what
// is over it is read away unseen, because a browser that is cut off never sees the answer.
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { failureFromSqlite } from '../base/sqlite.ts';

/** The whole body as text, or null when it has more than `maxBytes`. */
export async function readText(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  return bytes > maxBytes ? null : Buffer.concat(chunks).toString('utf8');
}

/** Writes the body to a new file in `folder` and answers with its path. Nothing is left there when it fails. */
export async function saveFile(
  request: IncomingMessage,
  folder: string,
  name: string,
  maxBytes: number,
): Promise<Result<{ path: string }>> {
  const path = join(folder, randomUUID());
  let bytes = 0;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await pipeline(
      request as AsyncIterable<Buffer>,
      async function* (chunks) {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          if (bytes <= maxBytes) yield chunk;
        }
      },
      createWriteStream(path, { flags: 'wx', mode: 0o600 }),
    );
  } catch (error) {
    await rm(path, { force: true });
    request.resume();
    return fail(failureFromSqlite(error, folder) ?? ({ kind: 'file-unreadable', name, why: 'failed' } satisfies Failure));
  }
  if (bytes <= maxBytes) return ok({ path });
  await rm(path, { force: true });
  return fail({ kind: 'file-too-large', name, bytes, maxBytes });
}
