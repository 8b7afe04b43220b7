// A program for home.test: takes a home, says so, and holds it until it is ended from outside.
import { openHome } from '../../main/base/home.ts';

const home = openHome(process.argv[2] as string);
if (home.ok) home.value.announce({ program: 'browser', url: 'http://127.0.0.1:1/#key=practice' });
process.send?.(home.ok ? 'taken' : home.failure.kind);
setInterval(() => {}, 1000);
