// A person's hand: a mouse that moves over the screen and a keyboard, through the X server (XTEST), as the hardware would.
// Nothing here calls the program.
import { spawnSync } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import type { Locator } from 'playwright-core';
import type { Desktop } from './desktop.ts';
import { until } from './until.ts';

export type Point = readonly [x: number, y: number];

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Hand {
  readonly point: (on: Locator) => Promise<Point>;
  readonly click: (at: Point | Locator) => Promise<void>;
  readonly rightClick: (at: Point) => Promise<void>;
  readonly doubleClick: (at: Point) => Promise<void>;
  readonly move: (to: Point) => Promise<void>;
  /** Presses at one place and lets go at another, on the way there as slowly as a hand. */
  readonly drag: (from: Point, to: Point | Locator) => Promise<void>;
  /** Takes addresses (of files, or of the web) from another program and lets go of them. Answers what became of them. */
  readonly dropFrom: (addresses: readonly string[], to: Point | Locator) => Promise<readonly string[]>;
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Only ASCII, which every keyboard has. */
  readonly type: (text: string) => Promise<void>;
  /** The window with such a title in sight, by its number; null when there is none. */
  readonly window: (title: string) => string | null;
  /** The window that the program has put before its own, such as a file dialog; null when there is none. */
  readonly dialog: () => { readonly id: string; readonly title: string } | null;
  /** Pastes a whole path into the file dialog that has come up, and confirms it. Answers the dialog's title. */
  readonly answerFileDialog: (path: string) => Promise<string>;
  /** Upper left corner and size of what a window shows, without its frame. */
  readonly placeOf: (window: string) => Promise<Place>;
  /** Clicks the X in the frame that openbox draws around the window. */
  readonly closeWindow: () => Promise<void>;
  readonly tool: (...words: readonly (string | number)[]) => string;
}

/** Its title also says what needs a person, and the window manager's word on it. */
export const COURIER = '(^| · )Booking Courier( - .*)?$';
/** What is on the screen anyway. */
const OURS = new RegExp(`${COURIER}|^(?:panel|notification|something to drag)$`);
const MOVES = 6;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A hand on the desktop. */
export function handOn(desktop: Desktop): Hand {
  function tool(...words: readonly (string | number)[]): string {
    const { environment, person } = desktop;
    const { stdout, stderr, status, error } = spawnSync('xdotool', words.map(String), {
      env: environment,
      encoding: 'utf8',
      timeout: 20_000,
      ...person.as,
    });
    // A search that finds nothing ends so, without a word.
    if (error !== undefined || (status !== 0 && stderr !== '')) throw error ?? new Error(`xdotool ${words.join(' ')}: ${stderr}`);
    return stdout;
  }
  /** As `tool`, for a look at windows, any of which may go while it is looked at: then once more. */
  function look(...words: readonly string[]): string {
    for (let tries = 1; ; tries += 1) {
      try {
        return tool(...words);
      } catch (error) {
        if (tries === 20 || !(error instanceof Error && error.message.includes('BadWindow'))) throw error;
      }
    }
  }
  /** The title of a window; null once that has gone. */
  function titleOf(id: string): string | null {
    try {
      return tool('getwindowname', id).trim();
    } catch {
      return null;
    }
  }
  function window(title: string): string | null {
    return look('search', '--onlyvisible', '--name', title).trim().split('\n').at(-1) || null;
  }
  function dialog(): ReturnType<Hand['dialog']> {
    const ids = look('search', '--onlyvisible', '--name', '.').trim().split('\n').filter(Boolean);
    for (const id of ids) {
      const title = titleOf(id);
      if (title !== null && title !== '' && !OURS.test(title)) return { id, title };
    }
    return null;
  }
  // Asked of the panel, because xdotool counts the frame twice.
  async function placeOf(id: string): ReturnType<Hand['placeOf']> {
    const place = await desktop.ask('place', Number(id));
    if (place === null) throw new Error('that window has gone');
    const [x, y, width, height] = place;
    return { x, y, width, height };
  }
  async function point(on: Locator): Promise<Point> {
    await on.scrollIntoViewIfNeeded();
    // What still moves is waited for, as a person does.
    const box = await until(`${on}, at rest`, async () => {
      const before = await on.boundingBox();
      await pause(100);
      const after = await on.boundingBox();
      return isDeepStrictEqual(before, after) ? after : null;
    });
    const id = window(COURIER);
    if (id === null) throw new Error(`${on} is not in sight`);
    const { x, y } = await placeOf(id);
    return [Math.round(x + box.x + box.width / 2), Math.round(y + box.y + box.height / 2)];
  }
  const at = async (where: Point | Locator): Promise<Point> => ('boundingBox' in where ? point(where) : where);

  async function drag(from: Point, to: Point | Locator): Promise<void> {
    const [x, y] = await at(to);
    tool('mousemove', ...from, 'sleep', 0.1, 'mousedown', 1, 'sleep', 0.1);
    // What is dragged is noticed only once the mouse has gone some way.
    tool('mousemove_relative', 12, 12, 'sleep', 0.08, 'mousemove_relative', 12, 12, 'sleep', 0.08);
    for (let n = 1; n <= MOVES; n += 1) {
      const part = n / MOVES;
      const step = [Math.round(from[0] + (x - from[0]) * part), Math.round(from[1] + (y - from[1]) * part)];
      tool('mousemove', ...step, 'sleep', 0.06);
    }
    // Over the place it has come to, a hand is never quite still; the program answers each move with whether it would take it.
    for (let n = 0; n < MOVES; n += 1) tool('mousemove_relative', '--', n % 2 === 0 ? 2 : -2, 1, 'sleep', 0.08);
    tool('mouseup', 1);
    await pause(100);
  }

  return {
    point,
    click: async (where) => {
      tool('mousemove', ...(await at(where)), 'sleep', 0.05, 'click', 1);
    },
    rightClick: async (where) => {
      tool('mousemove', ...where, 'sleep', 0.05, 'click', 3);
    },
    doubleClick: async (where) => {
      tool('mousemove', ...where, 'sleep', 0.05, 'click', '--repeat', 2, '--delay', 60, 1);
    },
    move: async (to) => {
      tool('mousemove', ...to);
    },
    drag,
    dropFrom: async (addresses, to) => {
      await desktop.ask('offer.show', addresses);
      await pause(150);
      await drag([15, 15], to);
      for (let n = 0; n < 50 && !(await desktop.ask('offer.said')).includes('ended'); n += 1) await pause(100);
      await desktop.ask('offer.hide');
      return desktop.ask('offer.said');
    },
    press: async (...keys) => {
      tool('key', '--delay', 40, ...keys);
    },
    type: async (text) => {
      tool('type', '--delay', 15, '--', text);
    },
    window,
    dialog,
    answerFileDialog: async (path) => {
      const { id, title } = await until('a file dialog', dialog);
      await until('its being in front', () => look('getactivewindow').trim() === id);
      // Of GTK: Ctrl+L leads to the field for the whole path, in a dialog to save as in one to open. Pasted, because what GTK
      // suggests while somebody types comes between the letters on a slow machine.
      await desktop.ask('copy', path);
      tool('key', 'ctrl+l', 'sleep', 0.4, 'key', 'ctrl+a', 'sleep', 0.1, 'key', 'ctrl+v');
      tool('sleep', 0.5, 'key', 'Return');
      // While a folder is still being read the dialog takes no Return.
      let looks = 0;
      await until('its end', () => {
        looks += 1;
        if (dialog()?.id !== id) return true;
        if (looks % 20 === 0) tool('key', 'Return');
        return false;
      });
      return title;
    },
    placeOf,
    closeWindow: async () => {
      const id = await until('the window', () => window(COURIER));
      // A window that has just come up is still being put in its place.
      const { x, y, width } = await until('its place', async () => {
        const before = await placeOf(id);
        await pause(300);
        return isDeepStrictEqual(before, await placeOf(id)) ? before : null;
      });
      tool('mousemove', x + width - 10, y - 10, 'sleep', 0.1, 'click', 1);
    },
    tool,
  };
}
