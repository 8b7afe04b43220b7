// The drawn icons as Electron's images, sharp on every screen.
import { type NativeImage, nativeImage } from 'electron';
import { drawAppIcon, type TrayState } from '../desktop/icon.ts';
import { overlayPngs, type ScaledPng, trayIconPngs } from '../desktop/icon-files.ts';
import { pngFromRgba } from '../desktop/png.ts';

function imageFrom(pngs: readonly ScaledPng[]): NativeImage {
  const image = nativeImage.createEmpty();
  for (const { scaleFactor, png } of pngs) image.addRepresentation({ scaleFactor, buffer: png });
  return image;
}

/** The icon of a tray state; macOS gets the one-colour form that it paints itself. */
export function trayImage(state: TrayState, platform: NodeJS.Platform): NativeImage {
  const image = imageFrom(trayIconPngs(state, platform === 'darwin' ? 'template' : 'colour'));
  if (platform === 'darwin') image.setTemplateImage(true);
  return image;
}

/** The badge with a count for the Windows taskbar. */
export function overlayImage(count: number): NativeImage {
  return imageFrom(overlayPngs(count));
}

/** The window's own icon. */
export function appIcon(): NativeImage {
  return imageFrom([1, 2, 8].map((scaleFactor) => ({ scaleFactor, png: pngFromRgba(drawAppIcon(32 * scaleFactor)) })));
}
