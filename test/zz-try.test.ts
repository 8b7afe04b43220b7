import { it } from 'vitest';
import { openApp, csv, bookedLines, startBasicPsf } from './open-app.ts';
import { execFileSync } from 'node:child_process';
import { temporaryFolder } from './make.ts';
import { mkdirSync, readFileSync, writeFileSync, existsSync, readdirSync, statSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
process.on('uncaughtException', (e) => console.log('UNCAUGHT', e.stack));
process.on('unhandledRejection', (e) => console.log('UNHANDLED', (e as Error).stack));
function disk(mb: number) { const folder = temporaryFolder(); execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mb}m`, 'tmpfs', folder]); return folder; }
const free = (p: string) => { const s = statfsSync(p); return s.bavail * s.bsize; };
const fill = (p: string, leave: number) => { rmSync(join(p, 'fill'), { force: true }); try { writeFileSync(join(p, 'fill'), Buffer.alloc(Math.max(0, free(p) - leave))); } catch { console.log('overfull'); } };
const unfill = (p: string) => rmSync(join(p, 'fill'), { force: true });
it('tmpfs', { timeout: 600_000 }, async () => {
  const { basicPsf, baseUrl } = await startBasicPsf({ acceptUnknownOrders: true });
  const home = disk(16);
  try {
    const logs: string[] = [];
    const a = await openApp({ baseUrl, home, log: (l, m, f) => void (l !== 'info' && logs.push(`${l} ${m} ${JSON.stringify(f)}`)) });
    const lines = (n: number, who: string, first = 1000) => bookedLines(n, who, first);
    for (const leave of [0, 4096, 20_000, 60_000, 120_000, 200_000, 400_000]) {
      fill(home, leave);
      const begun = await a.app.openFile('x.csv', { bytes: Buffer.from(csv(...lines(500, `who ${leave}`))) });
      await a.app.settled();
      if (!begun.ok) { console.log(leave, 'begin', begun.failure); unfill(home); continue; }
      const s = await a.call('import.get', { id: begun.value.id });
      console.log(leave, s.phase, s.failure, free(home), readdirSync(join(home, 'practice/imports')));
      if (s.phase === 'review') {
        fill(home, 8192);
        console.log(' accept', JSON.stringify(await a.ask('import.accept', { id: s.id })).slice(0, 150), a.app.snapshot().counts.waiting, free(home));
        unfill(home);
        console.log(' accept again', JSON.stringify(await a.ask('import.accept', { id: s.id })).slice(0, 250), a.app.snapshot().counts.waiting);
        for (const l of [0, 4096, 16_384, 50_000]) {
          fill(home, l);
          const r = await a.app.push();
          console.log('  push', l, JSON.stringify({ ...r, refused: r.refused.length }), JSON.stringify(a.app.snapshot().counts));
        }
        unfill(home);
        const r = await a.app.push({ everything: true });
        console.log('  push unfilled', JSON.stringify({ ...r, refused: r.refused.length }), JSON.stringify(a.app.snapshot().counts));
      }
      unfill(home);
    }
    console.log(logs.slice(0, 10).join('\n'));
    fill(home, 0);
    console.log(JSON.stringify(await a.ask('settings.change', { theme: 'dark' })));
    console.log(JSON.stringify(await a.ask('sync.pause', { until: null })), a.app.snapshot().sync);
    await a.stop();
    console.log('stopped');
    try { const b = await openApp({ baseUrl, home }); console.log('opened on full', b.app.snapshot().counts); await b.stop(); } catch (e) { console.log(e); }
    rmSync(join(home, 'practice'), { recursive: true });
    fill(home, 0);
    try { const b = await openApp({ baseUrl, home }); console.log('opened on full', b.app.snapshot().counts); await b.stop(); } catch (e) { console.log(e); }
    fill(home, 20000);
    try { const b = await openApp({ baseUrl, home }); console.log('opened on full', b.app.snapshot().counts); await b.stop(); } catch (e) { console.log(e); }
  } finally { execFileSync('umount', ['-l', home]); }
});
