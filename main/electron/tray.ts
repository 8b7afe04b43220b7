// Draws the face of the tray: icon, tooltip and menu, and on the taskbar the count and the progress. Only what changed is
// drawn, because some desktops close an open menu when it is set anew.
import { type App, type BrowserWindow, Menu, type MenuItemConstructorOptions, Tray } from 'electron';
import type { ShellCommand } from '../desktop/commands.ts';
import { changedParts, type TrayFace, type TrayItem } from '../desktop/tray.ts';
import { overlayImage, trayImage } from './pictures.ts';

export interface TrayActions {
  readonly run: (command: ShellCommand) => void;
  readonly bringIn: (paths: readonly string[]) => void;
}

function templateOf(items: readonly TrayItem[], run: TrayActions['run']): MenuItemConstructorOptions[] {
  return items.map((item) => entryOf(item, run));
}

function entryOf(item: TrayItem, run: TrayActions['run']): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'words':
      return { label: item.label, enabled: false };
    case 'submenu':
      return { label: item.label, submenu: templateOf(item.items, run) };
    case 'command':
      return { label: item.label, enabled: item.enabled, click: () => run(item.command) };
  }
}

/** Puts the icon up; what comes back draws the next face. */
export function createTray(first: TrayFace, { run, bringIn }: TrayActions, platform: NodeJS.Platform): (face: TrayFace) => void {
  const tray = new Tray(trayImage(first.state, platform));
  let drawn: TrayFace | null = null;
  // On macOS the same click opens the menu.
  if (platform !== 'darwin') tray.on('click', () => run({ command: 'open' }));
  tray.on('drop-files', (_event, paths) => bringIn(paths));

  function draw(face: TrayFace): void {
    const changed = changedParts(drawn, face);
    if (changed.includes('state')) tray.setImage(trayImage(face.state, platform));
    if (changed.includes('tooltip')) tray.setToolTip(face.tooltip);
    if (changed.includes('menu')) tray.setContextMenu(Menu.buildFromTemplate(templateOf(face.menu, run)));
    drawn = face;
  }
  draw(first);
  return draw;
}

/** The count and the progress on the taskbar or the dock; what comes back draws the next face. */
export function createTaskbar(app: App, window: BrowserWindow, platform: NodeJS.Platform): (face: TrayFace) => void {
  let drawn: TrayFace | null = null;
  function draw(face: TrayFace): void {
    if (window.isDestroyed()) return;
    const changed = changedParts(drawn, face);
    if (changed.includes('badge')) {
      if (platform === 'win32') window.setOverlayIcon(face.badge === 0 ? null : overlayImage(face.badge), face.badgeText);
      else app.setBadgeCount(face.badge);
    }
    if (changed.includes('progress')) window.setProgressBar(face.progress ?? -1);
    drawn = face;
  }
  window.on('show', () => {
    const face = drawn;
    drawn = null;
    if (face !== null) draw(face);
    // A window that was hidden gets a new button on the taskbar of Windows, perhaps only in a moment: once more next time.
    drawn = null;
  });
  return draw;
}
