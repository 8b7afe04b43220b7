// What the tests share: a desktop for each file, programs that are ended after each test, and a picture of whatever failed.
import { chownSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { type Desktop, type DesktopWishes, openDesktop } from './desktop.ts';
import { type Hand, handOn } from './hand.ts';
import type { Person } from './person.ts';
import type { Form, Product } from './product.ts';
import { type Program, type ProgramWishes, startProgram } from './program.ts';

/** Where the pictures of a run are kept; git knows nothing of them. */
export const PICTURES = resolve(import.meta.dirname, '..', '..', '..', 'dist', 'electron-pictures');
export const FORMS: readonly Form[] = ['unpackaged', 'packaged'];

const reason = process.env.BOOKING_COURIER_REAL_REASON;
const handedOver = process.env.BOOKING_COURIER_REAL;

function run(): { readonly product: Product; readonly person: Person } {
  if (handedOver === undefined) throw new Error('"npm run test:electron" runs these tests');
  return JSON.parse(handedOver);
}

export interface Scene {
  readonly desktop: Desktop;
  readonly hand: Hand;
  readonly product: Product;
  /** Starts the product; it is ended after the test. Without a home it gets a new one. */
  readonly start: (wishes?: Partial<ProgramWishes>) => Program;
  /** A new home, with settings that were prepared for it. */
  readonly home: (settings?: Readonly<Record<string, unknown>>) => string;
  /** A file of the person's. Answers its path. */
  readonly file: (name: string, content: string | Buffer) => string;
  /** Keeps a picture of the whole screen. */
  readonly picture: (name: string) => Promise<void>;
  /** Takes away what the desktop still shows of notifications: they lie over the corner of the window, and outlive a program. */
  readonly clearNotes: () => Promise<void>;
}

/** What the program wrote, without what Chromium says of a machine that has no graphics card, and GTK of itself. */
function ownWords(said: string): string[] {
  return said.split('\n').filter((line) => !/^\[\d+:\d+\/|Debugger|^DevTools|^For help|^$/.test(line));
}

/** Asks the app from its page, to look, or to prepare what a test then does by hand. */
// biome-ignore lint/suspicious/noExplicitAny: a plain value, looked at by who asked
export async function asked(page: Page, name: string, input: unknown = {}): Promise<any> {
  const bridge = 'globalThis.courier.call';
  const answer = await page.evaluate(`${bridge}(${JSON.stringify(name)}, ${JSON.stringify(input)})`);
  const { ok, value, failure } = answer as { ok: boolean; value: unknown; failure: unknown };
  if (!ok) throw new Error(`${name}: ${JSON.stringify(failure)}`);
  return value;
}

/** Brings a file in with the start, and queues all of it with the mouse. */
export async function queue({ hand }: Scene, page: Page): Promise<void> {
  const button = page.getByRole('button', { name: /^Queue [\d,]+ / });
  await button.waitFor();
  await hand.click(button);
  await page.getByRole('button', { name: 'Save receipt' }).waitFor();
}

/** A part of the suite with a desktop of its own; skipped where no Electron can be run. */
export function onDesktop(name: string, wishes: DesktopWishes, body: (scene: () => Scene) => void): void {
  describe.skipIf(reason !== undefined)(name, () => {
    let scene: Scene | null = null;
    const programs: Program[] = [];
    let count = 0;

    function sceneOn(desktop: Desktop): Scene {
      const { product } = run();
      const give = (path: string): string => {
        const { as } = desktop.person;
        if ('uid' in as) chownSync(path, as.uid, as.gid);
        return path;
      };
      const folder = (): string => {
        count += 1;
        return desktop.folder(`place-${count}`);
      };
      function file(name: string, content: string | Buffer): string {
        const path = name.startsWith('/') ? name : join(folder(), name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
        return give(path);
      }
      function home(settings?: Readonly<Record<string, unknown>>): string {
        const place = folder();
        if (settings !== undefined) file(join(place, 'settings.json'), JSON.stringify(settings));
        return place;
      }
      return {
        desktop,
        hand: handOn(desktop),
        product,
        home,
        file,
        start: (wished = {}) => {
          const program = startProgram(desktop, product, { home: wished.home ?? home(), ...wished });
          programs.push(program);
          return program;
        },
        picture: async (title) => {
          const path = join(desktop.folder('pictures'), `${basename(title)}.png`);
          await desktop.ask('picture', path);
          mkdirSync(PICTURES, { recursive: true });
          if (existsSync(path)) copyFileSync(path, join(PICTURES, basename(path)));
        },
        clearNotes: async () => {
          const notes: { id: number; open: boolean }[] = await desktop.ask('notes.look');
          for (const { id, open } of notes) if (open) await desktop.ask('notes.expire', id);
        },
      };
    }

    beforeAll(async () => {
      scene = sceneOn(await openDesktop(run().person, wishes));
    });
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail') {
        await scene?.picture(`failed ${task.name.replaceAll(/\W+/g, ' ').slice(0, 80)}`);
        for (const program of programs) console.log([...program.console, ...ownWords(program.said())].join('\n'));
      }
      for (const program of programs.splice(0)) await program.kill();
      await scene?.clearNotes();
    });
    afterAll(async () => {
      await scene?.desktop.close();
    });
    body(() => scene as Scene);
  });
}
