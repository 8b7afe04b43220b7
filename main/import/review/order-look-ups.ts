// What a file in review needs of whoever can ask BasicPSF what it holds.
import type { HeldOrder } from '../../../shared/held-order.ts';
import type { Result } from '../../../shared/result.ts';

/** How the program looks orders up in BasicPSF. */
export interface OrderLookUps {
  /** Whether a person wants it in this environment. */
  readonly isOn: () => boolean;
  /** Whether it may be done unasked: a look never knocks where sending itself waits, and a job signs in once. */
  readonly isFree: () => boolean;
  readonly lookUp: (
    references: readonly string[],
    how: { readonly signal: AbortSignal; readonly progress: (done: number) => void },
  ) => Promise<Result<{ readonly orders: ReadonlyMap<string, HeldOrder | 'absent'>; readonly at: number }>>;
  readonly near: (references: readonly string[]) => Promise<Result<ReadonlyMap<string, readonly string[]>>>;
}
