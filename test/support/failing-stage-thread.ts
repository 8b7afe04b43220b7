// A thread for stagers.test: instead of reading a file it opens the staging file as a database, which throws as SQLite does.
import { openScratch } from '../../main/base/sqlite.ts';
import { serveThread } from '../../main/base/thread.ts';

serveThread({ stage: ({ stagedPath }: { stagedPath: string }) => openScratch(stagedPath).exec('select * from staged') });
