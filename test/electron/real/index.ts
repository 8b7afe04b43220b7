// `npm run test:electron`: the product in a real Electron, on a desktop of its own, used with mouse and keyboard. Ends with a
// report and one plain line that counts. Where it cannot run everything is skipped, and the reason said.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { type Counted, close, countedRun, run } from '../../support/counted.ts';
import { ELECTRON_VERSION, electron33 } from './electron-33.ts';
import { isUnreachable } from './fetched.ts';
import { whyNotElectron, whyNotHere } from './fitness.ts';
import { ADAPTATIONS } from './older-electron.ts';
import { personOfThisRun } from './person.ts';
import { makeProduct, type Product } from './product.ts';
import { PICTURES } from './suite.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const FAILED: Counted = { passed: 0, failed: 1, skipped: 0 };
const person = personOfThisRun();
const made = mkdtempSync(join(tmpdir(), 'booking-courier-made-'));
chmodSync(made, 0o755);

/** The product in both forms, or why it cannot be run here. Throws what is wrong with it. */
async function productOrReason(): Promise<Product | string> {
  const reason = whyNotHere();
  if (reason !== null) return reason;
  const electron = await electron33(person.cache, (line) => console.log(line)).catch((error) => {
    if (isUnreachable(error)) return error.message as string;
    throw error;
  });
  if (typeof electron === 'string') return electron;
  const unfit = whyNotElectron(electron.dist, person);
  if (unfit !== null) return unfit;
  if (run('vite/bin/vite.js', ['build', '--logLevel', 'warn']) !== 0) throw new Error('the window could not be built');
  console.log('making the package with electron-builder');
  return makeProduct(made, electron);
}

function runSuite(handedOver: NodeJS.ProcessEnv): Counted {
  const config = join(import.meta.dirname, 'vitest.config.ts');
  return countedRun(['--config', config, ...process.argv.slice(2)], { ...process.env, ...handedOver });
}

function report(): void {
  console.log(
    `\nRun in Electron ${ELECTRON_VERSION} (Chrome 130, Node 20.18), packaged and unpackaged, with Chromium's sandbox on.`,
  );
  console.log('What was bent to this older Electron, all of it:');
  for (const { what, why } of ADAPTATIONS) console.log(`  - ${what}\n      because ${why}`);
  console.log(`Pictures: ${relative(ROOT, PICTURES)}`);
}

try {
  rmSync(PICTURES, { recursive: true, force: true });
  const product = await productOrReason();
  if (typeof product === 'string') {
    const counted = runSuite({ BOOKING_COURIER_REAL_REASON: product });
    console.log(`\nskipped: the real Electron: ${product}`);
    close(counted);
  } else {
    const counted = runSuite({ BOOKING_COURIER_REAL: JSON.stringify({ product, person }) });
    report();
    close(counted);
  }
} catch (error) {
  console.error(error);
  close(FAILED);
} finally {
  rmSync(made, { recursive: true, force: true });
}
// Something that electron-builder brings (async-exit-hook) would end the program with 0 once nothing is left to do.
process.exit();
