// Bundles the window. The result is plain files that either host serves under a strict content security policy.
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { drawAppIcon } from './main/desktop/icon.ts';
import { pngFromRgba } from './main/desktop/png.ts';

/** The one drawing of the product's mark, as the page's icon. */
function icon(): Plugin {
  return {
    name: 'icon',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'icon.png', source: pngFromRgba(drawAppIcon(64)) });
    },
  };
}

export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react(), icon()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    // What the licences of the bundled packages ask for travels with them.
    license: { fileName: 'licenses.md' },
  },
});
