// Whether a command may begin at all, before anything is opened.
import type { Failure } from '../../shared/failure.ts';
import { openQuestions, openSettings } from '../base/settings.ts';
import type { Request } from './arguments.ts';

/** Why nothing may be done before a person has spoken: the settings do not say where results go, or a job does not mean it. */
export function whyNot(request: Request): Failure | null {
  const { command, environment } = request;
  const file = openSettings(request.home);
  const trouble = file.trouble();
  if (trouble?.kind === 'settings-unreadable') return trouble;
  if (trouble !== null && openQuestions(trouble, request).length > 0) return trouble;
  const sends = command === 'push' || command === 'retry';
  if (!sends || environment !== undefined) return null;
  const set = file.read().environment;
  if (set === 'production') return { kind: 'production-unsaid' };
  const isJob = !process.stdin.isTTY && !process.stdout.isTTY;
  return set === 'practice' && request.baseUrl === undefined && isJob ? { kind: 'practice-unsaid' } : null;
}
