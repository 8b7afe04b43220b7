// Which call of the Data API a request is, by method and URL alone.

/** The calls that Practice knows; `other` is everything else. */
export type PathKind = 'login' | 'logout' | 'script' | 'layout' | 'validateSession' | 'productInfo' | 'other';

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

/** Reads method and request target; a path that cannot be decoded is `other`. */
export function routeFrom(method: string, target: string): Route {
  const query = target.indexOf('?');
  const path = query < 0 ? target : target.slice(0, query);
  const parts = path.split('/').map(decoded);
  const [, fmi, data, version, section, database, collection, ...rest] = parts;
  if (fmi !== 'fmi' || data !== 'data' || version === undefined || version === null || !VERSIONS.includes(version)) return OTHER;
  if (parts.length === 5 && method === 'GET' && (section === 'productInfo' || section === 'validateSession')) {
    return { ...OTHER, kind: section };
  }
  if (section !== 'databases' || !database) return OTHER;
  if (collection === 'sessions') {
    if (method === 'POST' && rest.length === 0) return { ...OTHER, kind: 'login', database };
    if (method === 'DELETE' && rest.length === 1 && rest[0]) return { ...OTHER, kind: 'logout', database, token: rest[0] };
    return OTHER;
  }
  const [layout, word, script] = rest;
  if (collection === 'layouts' && rest.length === 1 && method === 'GET' && layout)
    return { ...OTHER, kind: 'layout', database, layout };
  if (collection !== 'layouts' || word !== 'script' || rest.length !== 3 || method !== 'GET' || !layout || !script) return OTHER;
  return { kind: 'script', database, layout, script, token: '', param: query < 0 ? null : paramFrom(target.slice(query + 1)) };
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
