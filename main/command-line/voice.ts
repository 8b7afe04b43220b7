// How the command line speaks: results on standard output, explanations on standard error, and with --json exactly one
// object on standard output, also when nothing could be done. What it says of others' texts a terminal shows and does not obey.
import type { Failure, FailureKind } from '../../shared/failure.ts';
import { jsonLine, oneLine } from '../../shared/one-line.ts';
import { sentenceOf } from '../app/sentence.ts';
import { EXIT } from './report.ts';

/** Something a person must know, beside what was asked for. */
export interface Notice {
  readonly kind: FailureKind;
  readonly sentence: string;
}

export interface Voice {
  readonly isJson: boolean;
  /** One line on standard error. */
  readonly say: (sentence: string) => void;
  /** What was asked for, as an object or as sentences. */
  readonly print: (object: object, sentences: readonly string[]) => void;
  readonly printFailure: (kind: FailureKind, sentence: string) => void;
  /** Says why nothing could be done; answers the exit code. */
  readonly refuse: (failure: Failure, code?: number) => number;
}

/** The notices of a run, as they stand in its object. */
export function noticesFrom(failures: readonly Failure[]): Notice[] {
  return failures.map((failure) => ({ kind: failure.kind, sentence: sentenceOf(failure) }));
}

/** Speaks in JSON or in sentences. */
export function createVoice(isJson: boolean): Voice {
  const say = (sentence: string): void => console.error(oneLine(sentence));
  const printFailure = (kind: FailureKind, sentence: string): void => console.log(jsonLine({ failure: { kind, sentence } }));
  return {
    isJson,
    say,
    printFailure,
    print: (object, sentences) => console.log(isJson ? jsonLine(object) : sentences.map(oneLine).join('\n')),
    refuse: (failure, code = EXIT.usage) => {
      if (isJson) printFailure(failure.kind, sentenceOf(failure));
      say(sentenceOf(failure));
      return code;
    },
  };
}
