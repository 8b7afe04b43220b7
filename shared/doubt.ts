// What is not certain about a file that was read, so that whoever is not there to be asked queues nothing of it: one list for the
// watched folder, the command line, and the report beside a file.
import { z } from 'zod';
import { WARNING_RULES } from './import.ts';
import { Ask, NoteKind } from './reading.ts';

/** How much it weighs: certain, but not the usual; or not certain. */
export const Weight = z.enum(['unusual', 'uncertain']);
export type Weight = z.infer<typeof Weight>;

/** Parts of the reading that were decided by what is likely, without a question. */
export const Guess = z.enum(['encoding-guessed']);
export type Guess = z.infer<typeof Guess>;

const counted = { weight: Weight, count: z.number().int(), sample: z.string(), sentence: z.string() };

export const Doubt = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('question'), about: Ask, ...counted }),
  z.object({ kind: z.literal('guess'), about: Guess, ...counted }),
  z.object({ kind: z.literal('note'), about: NoteKind, ...counted }),
  z.object({ kind: z.literal('remark'), about: z.enum(WARNING_RULES), ...counted }),
  z.object({ kind: z.literal('order'), about: z.literal('told-elsewhere'), ...counted }),
]);
/**
 * One thing about a file that is for a person to say: a question that has no answer yet, a guess, a note about the whole file, a remark
 * about some of its rows, or results of other machines that it would overwrite; how often, with one example, and as a sentence.
 */
export type Doubt = z.infer<typeof Doubt>;
