// Runs the built shell on the stand-in, in a process of its own, and does what the test asks for: a click in the tray, a
// call of the page, a second start. The answers are plain values.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import * as electron from './stand-in.ts';

const [entry] = process.argv.splice(2, 1) as [string];
// A packaged program is its own first argument; an unpackaged one follows Electron's.
if (electron.app.isPackaged) process.argv.splice(1, 1);
// Where a package keeps what lies beside its archive.
Object.assign(process, { resourcesPath: electron.app.getAppPath() });
// Who runs the tests may be root, which the shell opens no window for.
process.getuid = () => Number(process.env.STAND_IN_UID ?? 1_000);
const preload = join(dirname(entry), 'preload.cjs');

type Item = electron.$MenuItem;

function menuText(items: readonly Item[], indent = ''): string[] {
  return items.flatMap((item) => {
    if (item.type === 'separator') return [`${indent}---`];
    const marks = `${item.enabled === false ? ' (disabled)' : ''}${item.checked === true ? ' (checked)' : ''}`;
    return [`${indent}${item.label ?? item.role}${marks}`, ...menuText(item.submenu ?? [], `${indent}  `)];
  });
}

function find(items: readonly Item[], [label, ...rest]: readonly string[]): Item {
  const item = items.find((one) => (one.label ?? one.role)?.startsWith(label as string) === true);
  if (item === undefined) throw new Error(`no "${label}" among ${menuText(items).join(' | ')}`);
  return rest.length === 0 ? item : find(item.submenu ?? [], rest);
}

interface Bridge {
  call: (name: string, input: unknown) => Promise<unknown>;
  onSnapshot: (listener: (snapshot: unknown) => void) => () => void;
  openFiles: (files: unknown[]) => Promise<unknown>;
}

/** A File as a page holds it: one of this machine has a path, one that the page made has a text. */
interface PageFile {
  readonly name: string;
  readonly path?: string;
  readonly text?: string;
  /** Of what it says it has, when that is more than its text. */
  readonly size?: number;
}
const places = new WeakMap<object, string>();
function pageFile({ name, path = '', text = '', size }: PageFile): object {
  const bytes = new TextEncoder().encode(text);
  const file = { name, size: size ?? bytes.length, arrayBuffer: async () => bytes.buffer };
  places.set(file, path);
  return file;
}

const window = () => electron.$windows[0] as electron.BrowserWindow;
const tray = () => electron.$trays[0] as electron.Tray;
const frames: Record<string, () => unknown> = {
  own: () => window().webContents.mainFrame,
  none: () => null,
  'same address': () => ({ url: window().webContents.getURL() }),
};

/** The built preload, run as a sandboxed one is: with nothing but electron to require. */
let bridge: Bridge | null = null;
function page(): Bridge {
  if (bridge !== null) return bridge;
  const listeners = new Set<(event: unknown, snapshot: unknown) => void>();
  const send = window().webContents.send.bind(window().webContents);
  window().webContents.send = (channel, ...args) => {
    send(channel, ...args);
    for (const listener of listeners) listener({}, structuredClone(args[0]));
  };
  const api = {
    contextBridge: {
      exposeInMainWorld: (_name: string, value: Bridge) => {
        bridge = value;
      },
    },
    ipcRenderer: {
      invoke: (channel: string, ...args: unknown[]) => electron.$invoke(frames.own?.(), channel, ...args),
      on: (_channel: string, listener: (event: unknown, snapshot: unknown) => void) => listeners.add(listener),
      off: (_channel: string, listener: (event: unknown, snapshot: unknown) => void) => listeners.delete(listener),
    },
    webUtils: {
      getPathForFile: (file: object) => {
        const path = places.get(file);
        // What Electron says of anything that is not a File.
        if (path === undefined) throw new TypeError('getPathForFile expected to receive a File object but one was not provided');
        return path;
      },
    },
  };
  runInNewContext(readFileSync(preload, 'utf8'), { require: () => api, Promise });
  return bridge as unknown as Bridge;
}

const deeds: Record<string, (input: never) => unknown> = {
  isOpen: () => (electron.$windows[0]?.$loads.length ?? 0) > 0 && electron.$channels().length > 0,
  state: () => ({
    window: {
      ...window().$state,
      url: window().webContents.getURL(),
      bounds: window().$bounds,
      options: { ...window().$options, icon: undefined },
      overlay: window().$overlay,
      progress: window().$progress,
      reloads: window().$reloads,
      loads: window().$loads,
    },
    tray:
      electron.$trays.length === 0
        ? null
        : { tip: tray().$tip, menu: menuText(tray().$menu), menusSet: tray().$menusSet, count: electron.$trays.length },
    menu: menuText(electron.$applicationMenu),
    notifications: electron.$notifications.map(({ $options, $state }) => ({ ...$options, state: $state })),
    channels: electron.$channels(),
    told: electron.$told,
  }),
  chooseInTray: (path: readonly string[]) => find(tray().$menu, path).click?.(),
  clickTray: () => void tray().emit('click'),
  dropOnTray: (files: readonly string[]) => void tray().emit('drop-files', electron.$event(), files),
  clickNotification: (id: string) => void newest(id).emit('click', electron.$event()),
  actOnNotification: (id: string) => void newest(id).emit('action', electron.$event(), 0, 0),
  closeWindow: () => window().close(),
  /** By itself: nobody is asked, and what is left of the window throws. */
  pageCloses: () => window().$destroy(),
  moveWindow: (bounds: electron.BrowserWindow['$bounds']) => {
    window().$bounds = bounds;
    // Linux tells of neither 'moved' nor 'resized'.
    window().emit('move');
  },
  maximiseWindow: () => window().maximize(),
  /** What Electron tells of a second start. */
  secondStart: ({ argv = [], cwd = '/', told = null }: { argv?: string[]; cwd?: string; told?: unknown }) =>
    void electron.app.emit('second-instance', electron.$event(), argv, cwd, told),
  openWith: (path: string) => void electron.app.emit('open-file', electron.$event(), path),
  quit: () => electron.app.quit(),
  breakPage: () => void window().webContents.emit('render-process-gone', electron.$event(), { reason: 'crashed', exitCode: 1 }),
  emit: ([emitter, event]: readonly ['app' | 'power' | 'window', string]) => {
    const happened = electron.$event();
    const target = { app: electron.app, power: electron.powerMonitor, window: window() }[emitter];
    target.emit(event, happened);
    return happened.defaultPrevented;
  },
  request: async ({ url, method }: { url: string; method?: string }) => {
    const answer = await electron.$request(url, method);
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
  },
  requestBytes: async (url: string) => {
    const answer = await electron.$request(url);
    const body = Buffer.from(await answer.arrayBuffer()).toString('base64');
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body };
  },
  call: ({ name, input }: { name: string; input: unknown }) => page().call(name, input),
  openFiles: (files: readonly PageFile[]) => page().openFiles(files.map(pageFile)),
  /** Plain values in the place of File objects. */
  openNoFiles: (values: unknown[]) => page().openFiles(values),
  listen: () => void page().onSnapshot((snapshot) => process.send?.({ snapshot })),
  bridge: () => Object.keys(page()).sort(),
  pretendAddress: (url: string) => {
    window().webContents.mainFrame.url = url;
  },
  forge: ({ frame, channel = 'call', args }: { frame: string | { url: string } | null; channel?: string; args: unknown[] }) =>
    electron.$invoke(typeof frame === 'string' ? frames[frame]?.() : frame, channel, ...args),
  /** Values that no JSON can carry, as a page could send them through Electron's structured clone. */
  forgeStrange: async () => {
    const itself: Record<string, unknown> = {};
    itself.itself = itself;
    const strange = [itself, new Map([[1, 2]]), 10n, new Date(Number.NaN), new Uint8Array(3), new Error('no'), Number.NaN];
    const answers: unknown[] = [];
    for (const value of strange) {
      answers.push(await electron.$invoke(frames.own?.(), 'call', 'outbox.list', value));
      answers.push(await electron.$invoke(frames.own?.(), 'call', value, {}));
    }
    return answers;
  },
  navigate: (events: readonly string[]) =>
    events.map((name) => {
      const event = electron.$event({ url: 'https://example.org/' });
      window().webContents.emit(name, event, event.url);
      return event.defaultPrevented;
    }),
  /** What Electron tells after the window has come to show something. */
  came: ([name, ...what]: readonly [string, ...unknown[]]) => void window().webContents.emit(name, electron.$event(), ...what),
  /** The page saves something; what the dialog would be asked to show, or null where it is refused. */
  save: ([url, name, state]: readonly [string, string, string]) => {
    const event = electron.$event();
    const item = new electron.DownloadItem(url, name);
    electron.session.defaultSession.emit('will-download', event, item, window().webContents);
    item.emit('done', electron.$event(), state);
    return event.defaultPrevented ? null : item.$dialog;
  },
  open: (url: string) => window().webContents.$openHandler({ url }),
  permissions: (names: readonly string[]) => ({
    asked: names.map((name) => {
      let granted: boolean | null = null;
      electron.$session.request?.(null, name, (answer) => {
        granted = answer;
      });
      return granted;
    }),
    checked: electron.$session.check?.(),
    device: electron.$session.device?.(),
  }),
  network: (urls: readonly string[]) =>
    urls.map((url) => {
      let cancelled: boolean | undefined;
      electron.$session.before?.({ url }, ({ cancel }) => {
        cancelled = cancel;
      });
      return cancelled;
    }),
};

function newest(id: string): electron.Notification {
  const found = electron.$notifications.findLast(({ $options }) => $options.id === id);
  if (found === undefined) throw new Error(`no notification ${id}`);
  return found;
}

process.on('message', async ({ id, deed, input }: { id: number; deed: string; input: unknown }) => {
  try {
    const value = await deeds[deed]?.(input as never);
    process.send?.({ id, value });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
await import(pathToFileURL(entry).href);
// Without a screen Electron ends here, once its entry has been evaluated.
if (process.env.STAND_IN_SCREEN === 'no') electron.app.exit(133);
process.send?.({ ready: true });
