// The built window as files under a strict policy, for whichever host serves it. What is not one of its files is not
// there: names are looked up in a list, so no path, however it is written, leads anywhere else.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export interface WindowFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WindowFiles {
  /** The file at a URL path, exactly as it was asked for; null when there is none. */
  readonly at: (path: string) => WindowFile | null;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
};

/** Stands in index.html where the nonce of each load goes. */
const NONCE_PLACE = '__CSP_NONCE__';

/** What the page may do: its own scripts and styles, nothing inline, nothing from elsewhere, no frame around it. */
export function contentSecurityPolicy(nonce: string, connect: "'self'" | "'none'"): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${connect}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** Takes the list of files in `folder` once. `connect` is where the page may open connections to. */
export function createWindowFiles(folder: string, connect: "'self'" | "'none'"): WindowFiles {
  const names = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) names.add(`/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')}`);
  }
  return {
    at: (path) => {
      const name = path === '/' ? '/index.html' : path;
      if (!names.has(name)) return null;
      const type = TYPES[extname(name)] ?? 'application/octet-stream';
      const nonce = randomBytes(16).toString('base64');
      const isPage = name.endsWith('.html');
      const content = readFileSync(join(folder, name));
      return {
        body: isPage ? Buffer.from(content.toString('utf8').replaceAll(NONCE_PLACE, nonce)) : content,
        headers: {
          'Content-Type': type,
          'Content-Security-Policy': contentSecurityPolicy(nonce, connect),
          'X-Content-Type-Options': 'nosniff',
          'Referrer-Policy': 'no-referrer',
          'Cross-Origin-Opener-Policy': 'same-origin',
          'Cross-Origin-Resource-Policy': 'same-origin',
          // Built files carry a hash in their name; the page itself carries a nonce and is never kept.
          'Cache-Control': isPage ? 'no-store' : 'private, max-age=31536000, immutable',
        },
      };
    },
  };
}
