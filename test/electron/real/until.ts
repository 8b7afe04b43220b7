// Waiting for what happens on a desktop: nobody tells when it has.

/** As long as anything may take on a machine that has other things to do. */
export const PATIENCE_MS = 30_000;

/** Waits for `found` to answer something other than null, false or undefined. Throws `what` when it does not. */
export async function until<T>(
  what: string,
  found: () => Promise<T> | T,
  patienceMs: number = PATIENCE_MS,
): Promise<NonNullable<T>> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const value = await found();
    if (value !== null && value !== undefined && value !== false) return value as NonNullable<T>;
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}
