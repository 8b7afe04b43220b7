// The window's page under a scheme of its own: files of the built window and nothing else, never `file://`.
import { type Protocol, protocol } from 'electron';
import { createWindowFiles } from '../app/window-files.ts';

const SCHEME = 'app';
const HOST = 'courier';
export const PAGE = `${SCHEME}://${HOST}/`;

/** Must be called before Electron is ready. */
export function announceScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the files in `folder`. The page may open no connection: everything goes through the preload. */
export function servePage(target: Protocol, folder: string): void {
  const files = createWindowFiles(folder, "'none'");
  target.handle(SCHEME, (request) => {
    const { host, pathname } = new URL(request.url);
    const file = host === HOST && request.method === 'GET' ? files.at(pathname) : null;
    if (file === null) return new Response(null, { status: 404 });
    return new Response(new Uint8Array(file.body), { headers: { ...file.headers } });
  });
}
