// A program for import-again.test: drops a file, reads it anew, and tells its parent so, until it is ended from outside.
import { systemClock } from '../../main/base/ports.ts';
import { must, openDesk } from './make-imports.ts';

const [home, file] = process.argv.slice(2) as [string, string];
const desk = await openDesk(home, { clock: systemClock });
const { id } = must(await desk.imports.start('results.csv', { path: file }));
await desk.imports.settled();
process.send?.('again');
must(await desk.imports.readAgain(id, { dateOrder: 'month-day-year' }, false));
setInterval(() => {}, 1000);
