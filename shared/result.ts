// A value or a failure, never both. Expected trouble travels in here; bugs are thrown.
import type { Failure } from './failure.ts';

/** Either a value, or the failure that kept it from existing. */
export type Result<T, F = Failure> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: F };

/** Wraps a value that was obtained. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Wraps the failure that stood in the way. */
export function fail<F>(failure: F): { readonly ok: false; readonly failure: F } {
  return { ok: false, failure };
}
