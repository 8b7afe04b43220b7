// Variables of this computer that would weaken the program, were they followed. Each of them is decided in
// main/command-line/README.md; here is what a person has to hear of.
import type { Failure } from '../../shared/failure.ts';

/** What a person should know of the variables `environment` and of the options that Node was started with. */
export function refusedVariables(
  environment: NodeJS.ProcessEnv = process.env,
  options: readonly string[] = process.execArgv,
): Extract<Failure, { kind: 'variable-refused' }>[] {
  const found: Extract<Failure, { kind: 'variable-refused' }>[] = [];
  if (environment.NODE_TLS_REJECT_UNAUTHORIZED === '0')
    found.push({ kind: 'variable-refused', name: 'NODE_TLS_REJECT_UNAUTHORIZED', what: 'certificates' });
  // It writes down the keys of every connection, and cannot be taken back once the program runs.
  if (options.concat((environment.NODE_OPTIONS ?? '').split(/\s+/)).some((option) => /^--(?:tls-keylog|trace-tls)/.test(option)))
    found.push({ kind: 'variable-refused', name: 'NODE_OPTIONS', what: 'keys' });
  return found;
}
