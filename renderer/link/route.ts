// Which page is shown. It lives in the address, so that Back, Forward and a reload keep it.
import { useCallback, useSyncExternalStore } from 'react';

const PAGES = ['outbox', 'problems', 'imports', 'bookings', 'settings', 'help', 'news'] as const;

export type Route = { readonly page: (typeof PAGES)[number] } | { readonly page: 'import'; readonly id: number };

function routeFromHash(hash: string): Route {
  const [page, id] = hash.replace(/^#\/?/, '').split('/');
  if (page === 'imports' && id !== undefined && /^[1-9]\d*$/.test(id)) return { page: 'import', id: Number(id) };
  return { page: PAGES.find((known) => known === page) ?? 'outbox' };
}

/** `#/imports/3` */
export function hashOf(route: Route): string {
  return route.page === 'import' ? `#/imports/${route.id}` : `#/${route.page}`;
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

/** Goes to a page. */
export function go(route: Route): void {
  location.hash = hashOf(route);
}

/** The page that is shown now, and the way to another. */
export function useRoute(): { readonly route: Route; readonly go: (route: Route) => void } {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return { route: routeFromHash(hash), go: useCallback(go, []) };
}
