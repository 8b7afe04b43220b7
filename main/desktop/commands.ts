// What can be asked of the program from outside its window: one set for the tray, the jump list and a second start.

export type ShellCommand =
  | { readonly command: 'open' | 'send-now' | 'resume' | 'import' | 'problems' | 'settings' | 'quit' }
  /** `until` in epoch ms; null is until somebody resumes. */
  | { readonly command: 'pause'; readonly until: number | null };

export interface UserTask {
  readonly title: string;
  readonly description: string;
  /** What the program is started with. */
  readonly argument: '--import' | '--send-now' | '--problems';
}

/** The tasks in the jump list of Windows; they never change. */
export const USER_TASKS: readonly UserTask[] = [
  { title: 'Import…', description: 'Choose CSV files with booking results', argument: '--import' },
  { title: 'Send now', description: 'Send everything that waits', argument: '--send-now' },
  { title: 'Problems', description: 'Show what needs you', argument: '--problems' },
];

const BY_ARGUMENT: ReadonlyMap<string, ShellCommand> = new Map<UserTask['argument'], ShellCommand>([
  ['--import', { command: 'import' }],
  ['--send-now', { command: 'send-now' }],
  ['--problems', { command: 'problems' }],
]);

/** What a start with this argument asks for; null when it means nothing to us. */
export function commandFromArgument(argument: string): ShellCommand | null {
  return BY_ARGUMENT.get(argument) ?? null;
}
