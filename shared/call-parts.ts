// Shapes that calls of more than one subject share.
import { z } from 'zod';

export const nothing = z.object({});
export const seq = z.number().int().positive();
export const id = z.number().int().positive();
export const secret = z.string().max(500);
/** Names an act, so that it can be taken back. */
export const undo = z.string().max(100);
export const touched = z.object({ count: z.number().int() });
export const textFile = z.object({ name: z.string(), text: z.string() });
/** Where a secret is from now on. */
export const kept = z.object({ kept: z.enum(['keychain', 'this-run-only']) });
/** How a test of a connection went, in one sentence. */
export const tried = z.object({ works: z.boolean(), sentence: z.string() });

type WithDefaults = Readonly<Record<string, { unwrap: () => z.ZodType }>>;
/** Values as they are changed: what is absent stays as it is, where a default would put it back to its start. */
export function changeOf<S extends WithDefaults>(
  shape: S,
): z.ZodObject<{ [K in keyof S]: z.ZodOptional<ReturnType<S[K]['unwrap']>> }> {
  return z.object(
    Object.fromEntries(Object.entries(shape).map(([name, field]) => [name, field.unwrap().optional()])) as {
      [K in keyof S]: z.ZodOptional<ReturnType<S[K]['unwrap']>>;
    },
  );
}
