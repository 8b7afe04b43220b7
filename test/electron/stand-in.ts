// A recorded stand-in for the `electron` module: what main/electron uses of it, doing the least that makes the real shell
// run, and keeping what it was told. Members that Electron does not have start with $. The types at the end compare every
// other member with Electron's own declarations, so that the stand-in cannot drift. Electron's own shape is classes.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type Electron from 'electron';

type Rect = Electron.Rectangle;

/** An event as Electron hands it out: what a listener prevented can be seen. */
export function $event<T extends object>(more?: T): T & { defaultPrevented: boolean; preventDefault: () => void } {
  const event = {
    ...(more as T),
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true;
    },
  };
  return event;
}

/** Everything that left no trace in an object of its own. */
export const $told: { what: string; args: unknown[] }[] = [];
function tell(what: string, ...args: unknown[]): void {
  $told.push({ what, args });
}

const $paths = new Map<string, string>();
let $login: Electron.Settings = {};
let $isSwitchedOff = false;
/** What a person does in the Task Manager of Windows. */
export function $switchOffAtLogin(): void {
  $isSwitchedOff = true;
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: process.env.STAND_IN_PACKAGED === 'yes',
  name: 'Booking Courier',
  getAppPath: () => process.env.STAND_IN_APP_PATH ?? process.cwd(),
  getVersion: () => '0.0.0',
  getPath: (name: string) => $paths.get(name) ?? '',
  setPath: (name: string, path: string) => void $paths.set(name, path),
  setAppUserModelId: (id: string) => tell('setAppUserModelId', id),
  setToastActivatorCLSID: (id: string) => tell('setToastActivatorCLSID', id),
  requestSingleInstanceLock: (data?: Record<string, unknown>) => {
    tell('requestSingleInstanceLock', data);
    return process.env.STAND_IN_IS_SECOND !== 'yes';
  },
  enableSandbox: () => tell('enableSandbox'),
  whenReady: () => new Promise<void>((resolve) => setImmediate(resolve)),
  isReady: () => true,
  quit: () => {
    const event = $event();
    app.emit('before-quit', event);
    if (!event.defaultPrevented) app.exit(0);
  },
  exit: (code?: number) => {
    process.send?.({ exited: code ?? 0, told: $told });
    process.disconnect?.();
    process.exit(code ?? 0);
  },
  relaunch: (options?: Electron.RelaunchOptions) => tell('relaunch', options),
  getLoginItemSettings: (options?: Electron.LoginItemSettingsOptions) => {
    // On Windows the very line is compared.
    const isSame = options === undefined || (options.path === $login.path && isDeepStrictEqual(options.args, $login.args));
    const openAtLogin = isSame && ($login.openAtLogin ?? false);
    return { openAtLogin, executableWillLaunchAtLogin: openAtLogin && !$isSwitchedOff } as Electron.LoginItemSettings;
  },
  setLoginItemSettings: (settings: Electron.Settings) => {
    $login = settings;
    tell('setLoginItemSettings', settings);
  },
  setBadgeCount: (count?: number) => {
    tell('setBadgeCount', count);
    return true;
  },
  setUserTasks: (tasks: Electron.Task[]) => {
    tell('setUserTasks', tasks);
    return true;
  },
});

type Handler = (request: Request) => Response | Promise<Response>;
const $handlers = new Map<string, Handler>();
export const protocol = {
  registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) => tell('registerSchemesAsPrivileged', schemes),
  handle: (scheme: string, handler: Handler) => void $handlers.set(scheme, handler),
};

/** Asks the page's protocol like a page would. */
export async function $request(url: string, method = 'GET'): Promise<Response> {
  const handler = $handlers.get(new URL(url).protocol.slice(0, -1));
  if (handler === undefined) throw new Error(`nobody serves ${url}`);
  // Only the two members that a request of a scheme of our own can be asked for; Node's Request knows no such scheme.
  return handler({ url, method } as Request);
}

type PermissionAnswer = (granted: boolean) => void;
/** What the shell set on the session. */
export const $session: {
  request?: (contents: null, permission: string, answer: PermissionAnswer) => void;
  check?: () => boolean;
  device?: () => boolean;
  before?: (details: { url: string }, answer: (verdict: { cancel?: boolean }) => void) => void;
} = {};
export class DownloadItem extends EventEmitter {
  $dialog: Electron.SaveDialogOptions = {};
  readonly $url: string;
  readonly $name: string;
  constructor(url: string, name: string) {
    super();
    this.$url = url;
    this.$name = name;
  }
  getURL(): string {
    return this.$url;
  }
  getFilename(): string {
    return this.$name;
  }
  setSaveDialogOptions(options: Electron.SaveDialogOptions): void {
    this.$dialog = options;
  }
}
export const session = {
  defaultSession: Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: unknown) => {
      $session.request = handler as typeof $session.request & object;
    },
    setPermissionCheckHandler: (handler: unknown) => {
      $session.check = handler as () => boolean;
    },
    setDevicePermissionHandler: (handler: unknown) => {
      $session.device = handler as () => boolean;
    },
    webRequest: {
      onBeforeRequest: (handler: unknown) => {
        $session.before = handler as typeof $session.before & object;
      },
    },
  }),
};

type CallHandler = Parameters<Electron.IpcMain['handle']>[1];
const $calls = new Map<string, CallHandler>();
export const ipcMain = {
  handle: (channel: string, handler: CallHandler) => {
    if ($calls.has(channel)) throw new Error(`a second handler for ${channel}`);
    $calls.set(channel, handler);
  },
};
/** Calls like a page whose frame is `senderFrame`; what goes over is cloned, as between processes. */
export async function $invoke(senderFrame: unknown, channel: string, ...args: unknown[]): Promise<unknown> {
  const handler = $calls.get(channel);
  if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
  return structuredClone(await handler({ senderFrame } as Electron.IpcMainInvokeEvent, ...structuredClone(args)));
}
export function $channels(): string[] {
  return [...$calls.keys()];
}

class WebContents extends EventEmitter {
  readonly mainFrame = { url: 'about:blank' };
  $openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  readonly navigationHistory = { clear: () => tell('navigationHistory.clear') };
  $sent: { channel: string; args: unknown[] }[] = [];
  getURL(): string {
    return this.mainFrame.url;
  }
  send(channel: string, ...args: unknown[]): void {
    this.$sent.push({ channel, args: structuredClone(args) });
  }
  setWindowOpenHandler(handler: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse): void {
    this.$openHandler = handler as typeof this.$openHandler;
  }
}

export const $windows: BrowserWindow[] = [];
export class BrowserWindow extends EventEmitter {
  readonly webContents = new WebContents();
  readonly $options: Electron.BrowserWindowConstructorOptions;
  $bounds: Rect;
  $state = { isVisible: false, isMinimized: false, isMaximized: false, isDestroyed: false };
  $isFullScreen = false;
  $overlay: string | null = null;
  $progress = -1;
  $reloads = 0;
  $loads: { url: string; status: number }[] = [];
  $loading: string | null = null;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    this.$options = options;
    this.$bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 0, height: options.height ?? 0 };
    $windows.push(this);
    app.emit('web-contents-created', $event(), this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    const [before] = this.webContents.getURL().split('#');
    this.webContents.mainFrame.url = url;
    // Where only the part behind # differs, a browser loads nothing; what it was about to load is given up.
    if (url.split('#')[0] === before && this.$loading === null) return;
    this.$loading = url;
    const answer = await $request(url);
    if (this.$loading !== url) throw Object.assign(new Error(`ERR_ABORTED (-3) loading '${url}'`), { code: 'ERR_ABORTED' });
    this.$loading = null;
    this.$loads.push({ url, status: answer.status });
    this.emit('ready-to-show');
  }
  show(): void {
    if (this.$state.isVisible) return;
    this.$state.isVisible = true;
    this.emit('show');
  }
  hide(): void {
    if (this.$state.isDestroyed) throw new TypeError('Object has been destroyed');
    if (!this.$state.isVisible) return;
    this.$state.isVisible = false;
    // Windows takes the button from the taskbar, with all that was on it.
    this.$overlay = null;
    this.$progress = -1;
    this.emit('hide');
  }
  isFullScreen(): boolean {
    return this.$isFullScreen;
  }
  setFullScreen(flag: boolean): void {
    this.$isFullScreen = flag;
    // The screen slides away first.
    setImmediate(() => this.emit(flag ? 'enter-full-screen' : 'leave-full-screen'));
  }
  focus(): void {}
  minimize(): void {
    this.$state.isMinimized = true;
    this.emit('minimize');
  }
  restore(): void {
    this.$state.isMinimized = false;
  }
  maximize(): void {
    this.$state.isMaximized = true;
    this.emit('maximize');
  }
  reload(): void {
    this.$reloads += 1;
  }
  isMinimized(): boolean {
    return this.$state.isMinimized;
  }
  isMaximized(): boolean {
    return this.$state.isMaximized;
  }
  isVisible(): boolean {
    return this.$state.isVisible;
  }
  isDestroyed(): boolean {
    return this.$state.isDestroyed;
  }
  getNormalBounds(): Rect {
    return this.$bounds;
  }
  setOverlayIcon(image: Electron.NativeImage | null, description: string): void {
    this.$overlay = image === null ? null : description;
  }
  setProgressBar(progress: number): void {
    this.$progress = progress;
  }
  /** What the X does. */
  close(): void {
    const event = $event();
    this.emit('close', event);
    if (!event.defaultPrevented) this.$destroy();
  }
  $destroy(): void {
    this.$state.isDestroyed = true;
    this.emit('closed');
    app.emit('window-all-closed');
  }
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
class Image {
  $pngs: Buffer[] = [];
  $isTemplate = false;
  isEmpty(): boolean {
    return this.$pngs.length === 0;
  }
  addRepresentation({ buffer }: { scaleFactor?: number; buffer?: Buffer }): void {
    if (buffer === undefined || !buffer.subarray(0, 8).equals(PNG)) throw new Error('an icon is no PNG');
    this.$pngs.push(buffer);
  }
  setTemplateImage(option: boolean): void {
    this.$isTemplate = option;
  }
}
export const nativeImage = {
  createEmpty: () => new Image() as unknown as Electron.NativeImage,
  createFromPath: (path: string) => {
    const image = new Image();
    image.$pngs.push(readFileSync(path));
    return image as unknown as Electron.NativeImage;
  },
  createFromBuffer: (buffer: Buffer) => {
    const image = new Image();
    image.addRepresentation({ buffer });
    return image as unknown as Electron.NativeImage;
  },
};

export interface $MenuItem {
  readonly label?: string;
  readonly type?: string;
  readonly enabled?: boolean;
  readonly checked?: boolean;
  readonly role?: string;
  readonly submenu?: readonly $MenuItem[];
  readonly click?: () => void;
}
export let $applicationMenu: readonly $MenuItem[] = [];
export const Menu = {
  buildFromTemplate: (template: unknown) => ({ $template: template }) as unknown as Electron.Menu,
  setApplicationMenu: (menu: Electron.Menu | null) => {
    $applicationMenu = (menu as unknown as { $template: readonly $MenuItem[] } | null)?.$template ?? [];
  },
};

export const $trays: Tray[] = [];
export class Tray extends EventEmitter {
  $image: unknown;
  $tip = '';
  $menu: readonly $MenuItem[] = [];
  $menusSet = 0;
  constructor(image: Electron.NativeImage) {
    super();
    this.$image = image;
    $trays.push(this);
  }
  setImage(image: Electron.NativeImage | string): void {
    this.$image = image;
  }
  setToolTip(tip: string): void {
    this.$tip = tip;
  }
  setContextMenu(menu: Electron.Menu | null): void {
    this.$menu = (menu as unknown as { $template: readonly $MenuItem[] } | null)?.$template ?? [];
    this.$menusSet += 1;
  }
  popUpContextMenu(): void {}
  destroy(): void {}
}

export const $notifications: Notification[] = [];
export class Notification extends EventEmitter {
  static $activated: ((details: { type: string; arguments: string }) => void) | null = null;
  static isSupported(): boolean {
    return process.env.STAND_IN_NOTIFICATIONS !== 'no';
  }
  static handleActivation(callback: (details: Electron.ActivationArguments) => void): void {
    Notification.$activated = callback;
  }
  static remove(id: string | string[]): void {
    tell('Notification.remove', id);
  }
  readonly $options: Electron.NotificationConstructorOptions;
  $state: 'made' | 'shown' | 'closed' = 'made';
  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.$options = options;
    $notifications.push(this);
  }
  show(): void {
    this.$state = 'shown';
  }
  close(): void {
    this.$state = 'closed';
  }
}

export const dialog = {
  showErrorBox: (title: string, content: string) => tell('showErrorBox', title, content),
  showOpenDialog: (async (...given: unknown[]) => {
    tell('showOpenDialog', given.at(-1));
    const chosen = process.env.STAND_IN_CHOSEN;
    return { canceled: chosen === undefined, filePaths: chosen === undefined ? [] : [chosen] };
  }) as Electron.Dialog['showOpenDialog'],
};
export const shell = {
  openPath: async (path: string) => {
    tell('openPath', path);
    return '';
  },
};
export const powerMonitor = new EventEmitter();
const $display = { scaleFactor: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } } as Electron.Display;
export const screen = { getAllDisplays: () => [$display], getPrimaryDisplay: () => $display };
export const autoUpdater = new EventEmitter();

// --- compared with Electron's own declarations -------------------------------------------------------------------------

type Real = typeof Electron;
type Emitted = keyof EventEmitter;
/** Fails to compile when a member is not Electron's, or does not take and give what Electron's does. */
type Fits<Mine extends Pick<Theirs, Shared<Mine, Theirs>>, Theirs> = Foreign<Mine, Theirs> extends never ? Mine : never;
type Shared<Mine, Theirs> = Exclude<keyof Mine & keyof Theirs, Emitted>;
type Foreign<Mine, Theirs> = Exclude<keyof Mine, keyof Theirs | Emitted | `$${string}`>;
type Static<C> = Omit<C, 'prototype'>;

export type Checked = readonly [
  Fits<typeof app, Electron.App>,
  Fits<typeof protocol, Electron.Protocol>,
  Fits<typeof dialog, Electron.Dialog>,
  Fits<typeof shell, Electron.Shell>,
  Fits<typeof screen, Electron.Screen>,
  Fits<typeof ipcMain, Electron.IpcMain>,
  Fits<Omit<BrowserWindow, 'webContents'>, Electron.BrowserWindow>,
  Fits<Omit<WebContents, 'mainFrame' | 'navigationHistory'>, Electron.WebContents>,
  Fits<WebContents['navigationHistory'], Electron.NavigationHistory>,
  Fits<DownloadItem, Electron.DownloadItem>,
  Fits<Image, Electron.NativeImage>,
  Fits<Tray, Electron.Tray>,
  Fits<Notification, Electron.Notification>,
  Fits<Static<typeof Notification>, Static<Real['Notification']>>,
];
