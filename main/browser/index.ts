// The browser host as a program: the app and its window on a loopback address, until it is told to end.
// Standard output gets one line, once requests are taken; everything else goes to standard error.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { logOf, openOnThisMachine } from '../app/on-this-machine.ts';
import { sentenceOf } from '../app/sentence.ts';
import { createWindowFiles } from '../app/window-files.ts';
import { defaultHome, openHome } from '../base/home.ts';
import { HURRY_AFTER_MS, onStopSignal } from '../base/machine.ts';
import { type Log, silentLog } from '../base/ports.ts';
import { redactText } from '../base/redact.ts';
import { startBrowserHost } from './host.ts';
import { openInBrowser } from './opener.ts';
import { windowOfOther } from './other.ts';

const USAGE = 'Usage: npm start -- --browser [--port N] [--home DIR] [--no-open]';
const WINDOW = fileURLToPath(new URL('../../dist/renderer', import.meta.url));

/** Where a home was opened, its log. */
let write: Log = silentLog;

interface Wishes {
  readonly port: number;
  readonly path: string;
  readonly open: boolean;
}

function end(code: number, sentence: string): never {
  console.error(sentence);
  process.exit(code);
}

function wishesFrom(args: readonly string[]): Wishes {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        home: { type: 'string' },
        open: { type: 'boolean', default: true },
      },
      allowNegative: true,
    });
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) throw new Error(`"${values.port}" is not a port.`);
    return {
      port: Number(values.port),
      path: values.home === undefined ? defaultHome() : resolve(values.home),
      open: values.open,
    };
  } catch (error) {
    return end(64, `${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

async function run({ port, path, open }: Wishes): Promise<void> {
  const home = openHome(path);
  if (!home.ok) {
    const other = home.failure.kind === 'home-in-use' && open ? await windowOfOther(path) : null;
    if (other === null) end(1, sentenceOf(home.failure));
    openInBrowser(other);
    end(0, `Booking Courier is already running on the folder ${path}. Its window is opened.`);
  }
  const guard = home.value;
  const log = logOf(path);
  write = log;
  if (!existsSync(join(WINDOW, 'index.html'))) end(1, 'The window is not built yet. "npm start" builds and opens it.');
  const opened = await openOnThisMachine(guard, log);
  if (!opened.ok) end(1, sentenceOf(opened.failure));
  const app = opened.value;
  const host = await startBrowserHost({
    app,
    files: createWindowFiles(WINDOW, "'self'"),
    folder: path,
    log,
    port,
  }).catch((error) =>
    end(1, `Port ${port} cannot be used (${error.code ?? error.message}). Leave --port out to take a free one.`),
  );

  onStopSignal(async () => {
    host.close();
    await app.stop({ hurryAfterMs: HURRY_AFTER_MS });
    guard.close();
    process.exit(0);
  }, 0);

  const url = `${host.origin}/#key=${host.key}`;
  guard.announce({ program: 'browser', url });
  console.log(`Booking Courier is running at ${url}`);
  if (open) openInBrowser(host.ticketUrl());
}

/** What nobody foresaw is said like everything else, and nobody has to read the inside of a program. */
function unforeseen(error: unknown): never {
  write('error', 'something unexpected ended the program', { error });
  const words = redactText(error instanceof Error ? error.message : String(error));
  return end(70, sentenceOf({ kind: 'unexpected', words }));
}

process.on('uncaughtException', unforeseen);
process.on('unhandledRejection', unforeseen);
await run(wishesFrom(process.argv.slice(2))).catch(unforeseen);
