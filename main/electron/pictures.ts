// The drawn icons as Electron's images, sharp on every screen.
import { join } from 'node:path';
import { type NativeImage, nativeImage, screen } from 'electron';
import { drawAppIcon, type TrayState } from '../desktop/icon.ts';
import { overlayPngs, type ScaledPng, trayIconPngs } from '../desktop/icon-files.ts';
import { pngFromRgba } from '../desktop/png.ts';

function imageFrom(pngs: readonly ScaledPng[]): NativeImage {
  const image = nativeImage.createEmpty();
  for (const { scaleFactor, png } of pngs) image.addRepresentation({ scaleFactor, buffer: png });
  return image;
}

/**
 * The icon of a tray state. Windows takes it from a file with every size, because of an image it would stretch the smallest;
 * macOS gets the one-colour form that it paints itself.
 */
export function trayImage(state: TrayState, platform: NodeJS.Platform): NativeImage {
  if (platform === 'win32') return nativeImage.createFromPath(join(import.meta.dirname, `tray-${state}.ico`));
  const image = imageFrom(trayIconPngs(state, platform === 'darwin' ? 'template' : 'colour'));
  if (platform === 'darwin') image.setTemplateImage(true);
  return image;
}

/** The badge with a count for the Windows taskbar, in the one size that suits the screen: of several it would take the first. */
export function overlayImage(count: number): NativeImage {
  const pngs = overlayPngs(count);
  const fits = pngs.find(({ scaleFactor }) => scaleFactor >= screen.getPrimaryDisplay().scaleFactor) ?? pngs.at(-1);
  return fits === undefined ? nativeImage.createEmpty() : nativeImage.createFromBuffer(fits.png);
}

/** The window's own icon on Linux; null elsewhere, where the program's own is sharper than one picture can be. */
export function appIcon(platform: NodeJS.Platform): NativeImage | null {
  return platform === 'linux' ? nativeImage.createFromBuffer(pngFromRgba(drawAppIcon(256))) : null;
}
