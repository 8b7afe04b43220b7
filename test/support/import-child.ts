// A program for import-file.test: drops a file, accepts it, and tells its parent each step, until it is ended from outside.
import { systemClock } from '../../main/base/ports.ts';
import { must, openDesk } from './make-imports.ts';

const [home, file] = process.argv.slice(2) as [string, string];
const told = new Set<string>();

function tell(step: string): void {
  if (told.has(step)) return;
  told.add(step);
  process.send?.(step);
}

const desk = await openDesk(home, {
  clock: systemClock,
  changed: () => {
    const [open] = desk.imports.open();
    if (open !== undefined && (open.phase !== 'reading' || open.bytesRead > 0)) tell(open.phase);
  },
});
tell('open');
const { id } = must(await desk.imports.start('results.csv', { path: file }));
await desk.imports.settled();
must(await desk.imports.accept(id));
tell('accepted');
setInterval(() => {}, 1000);
