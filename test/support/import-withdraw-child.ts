// A program for import-withdraw.test: queues two files, withdraws the newer one, and tells its parent when it begins, until it
// is ended from outside.
import { systemClock } from '../../main/base/ports.ts';
import { must, openDesk } from './make-imports.ts';

const [home, ...files] = process.argv.slice(2) as [string, string, string];
const desk = await openDesk(home, { clock: systemClock });
let id = 0;
for (const path of files) {
  ({ id } = must(await desk.imports.start('results.csv', { path })));
  await desk.imports.settled();
  must(await desk.imports.accept(id));
}
process.send?.('withdrawing');
must(await desk.imports.withdraw(id, 'undo'));
setInterval(() => {}, 1000);
