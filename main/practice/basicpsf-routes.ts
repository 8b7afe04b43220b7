// Which call of the Data API a request is, by method and URL alone.

/** The calls that Practice knows; `method` is a known path with another method, `other` is everything else. */
export type PathKind =
  | 'login'
  | 'logout'
  | 'script'
  | 'find'
  | 'layout'
  | 'layouts'
  | 'scripts'
  | 'validateSession'
  | 'productInfo'
  | 'method'
  | 'other';

/** A request target, taken apart and decoded. What a call has not is empty. */
export interface Route {
  readonly kind: PathKind;
  readonly database: string;
  readonly layout: string;
  readonly script: string;
  /** The token in the path of a logout. */
  readonly token: string;
  /** The decoded `script.param`, or null when there is none. */
  readonly param: string | null;
}

const OTHER: Route = { kind: 'other', database: '', layout: '', script: '', token: '', param: null };
const VERSIONS = ['v1', 'v2', 'vLatest'];
const PARAM = 'script.param=';

interface Path {
  readonly kind: PathKind;
  readonly method: string;
  readonly pattern: RegExp;
}

// The path behind /fmi/data/{version}, still encoded, so that a slash inside a name does not part it.
const PATHS: readonly Path[] = [
  { kind: 'productInfo', method: 'GET', pattern: /^\/productInfo$/ },
  { kind: 'validateSession', method: 'GET', pattern: /^\/validateSession$/ },
  { kind: 'login', method: 'POST', pattern: /^\/databases\/(?<database>[^/]+)\/sessions$/ },
  { kind: 'logout', method: 'DELETE', pattern: /^\/databases\/(?<database>[^/]+)\/sessions\/(?<token>[^/]+)$/ },
  { kind: 'layouts', method: 'GET', pattern: /^\/databases\/(?<database>[^/]+)\/layouts\/?$/ },
  { kind: 'scripts', method: 'GET', pattern: /^\/databases\/(?<database>[^/]+)\/scripts\/?$/ },
  { kind: 'layout', method: 'GET', pattern: /^\/databases\/(?<database>[^/]+)\/layouts\/(?<layout>[^/]+)$/ },
  { kind: 'find', method: 'POST', pattern: /^\/databases\/(?<database>[^/]+)\/layouts\/(?<layout>[^/]+)\/_find$/ },
  {
    kind: 'script',
    method: 'GET',
    pattern: /^\/databases\/(?<database>[^/]+)\/layouts\/(?<layout>[^/]+)\/script\/(?<script>[^/]+)$/,
  },
];

/** Reads method and request target; a path that cannot be decoded is `other`. */
export function routeFrom(method: string, target: string): Route {
  const query = target.indexOf('?');
  const path = query < 0 ? target : target.slice(0, query);
  const [, version, rest] = /^\/fmi\/data\/([^/]+)(\/.*)$/.exec(path) ?? [];
  if (version === undefined || rest === undefined || !VERSIONS.includes(version)) return OTHER;
  for (const { kind, method: wanted, pattern } of PATHS) {
    const found = pattern.exec(rest);
    if (found === null) continue;
    if (method !== wanted) return { ...OTHER, kind: 'method' };
    const parts = Object.entries(found.groups ?? {}).map(([name, text]) => [name, decoded(text)] as const);
    if (parts.some(([, text]) => text === null)) return OTHER;
    const param = kind === 'script' && query >= 0 ? paramFrom(target.slice(query + 1)) : null;
    return { ...OTHER, kind, ...Object.fromEntries(parts), param };
  }
  return OTHER;
}

/** A plus sign is a space in a query, and itself in a path. */
function paramFrom(query: string): string | null {
  const pair = query.split('&').find((part) => part.startsWith(PARAM));
  return pair === undefined ? null : decoded(pair.slice(PARAM.length).replaceAll('+', ' '));
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
