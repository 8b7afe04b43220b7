// The application's own menu: what the keyboard needs for text and zoom. macOS shows it; elsewhere Alt brings it up.
import { Menu, type MenuItemConstructorOptions } from 'electron';

/** Puts the menu up. There is no reload and no developer tool in it. */
export function setMenu(platform: NodeJS.Platform): void {
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'resetZoom' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  };
  const own: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  Menu.setApplicationMenu(Menu.buildFromTemplate([...own, { role: 'editMenu' }, view, { role: 'windowMenu' }]));
}
