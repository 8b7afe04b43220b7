// A file of which nearly everything was refused for one reason, so that the rest of it was not sent: what is asked about it.
import { z } from 'zod';
import { counted, number } from './numbers.ts';
import { quoted } from './phrases.ts';
import { reasonOf } from './wording.ts';

export const StoppedImport = z.object({
  importId: z.number().int(),
  name: z.string(),
  /** The one reason: the kind of a failure. */
  cause: z.string(),
  /** Results refused for it, of so many that have an answer. */
  refused: z.number().int(),
  settled: z.number().int(),
  /** Results that are stopped. */
  rest: z.number().int(),
});
export type StoppedImport = z.infer<typeof StoppedImport>;

const BECAUSE: Readonly<Partial<Record<string, string>>> = {
  'order-not-found': 'BasicPSF does not know their orders',
  'value-refused': 'BasicPSF did not accept a value in them',
  'order-refused': 'BasicPSF refused them',
};

/** Why sending of a file has stopped, and what waits. */
export function stoppedWords({ cause, name, refused, rest, settled }: StoppedImport): string {
  const because = BECAUSE[cause] ?? reasonOf(cause);
  const of = refused === settled ? `all ${number(settled)}` : `${number(refused)} of the first ${number(settled)}`;
  return `Sending of ${quoted(name)} has stopped: ${of} results were refused${because === '' ? '' : ` because ${because}`}. ${counted(rest, 'result waits', 'results wait')} for your answer.`;
}
