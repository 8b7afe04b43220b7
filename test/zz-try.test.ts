import { expect, it } from 'vitest';
import { openApp, csv, bookedLines } from './open-app.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
process.on('uncaughtException', (e) => console.log('UNCAUGHT', e.message));
process.on('unhandledRejection', (e) => console.log('UNHANDLED', (e as Error).message));

it('settings', async () => {
  const { call } = await openApp();
  await call('settings.change', { baseUrl: 'https://x.example', pushIntervalMinutes: 30 });
  console.log(await call('settings.change', { theme: 'dark' }));
});
it('switch', async () => {
  const { app, call, queue } = await openApp({ autoPush: true });
  app.subscribe(() => {});
  await queue(csv(...bookedLines(10)));
  for (const e of ['test', 'practice', 'test'] as const) {
    await call('environment.switch', { environment: e });
    console.log(JSON.stringify(app.snapshot()).slice(0, 200));
  }
  console.log(await Promise.allSettled([call('environment.switch', { environment: 'practice' }), call('environment.switch', { environment: 'practice' }), call('environment.switch', { environment: 'test' })]));
  console.log(JSON.stringify(app.snapshot()).slice(0, 200));
  await new Promise((r) => setTimeout(r, 500));
});
it('sendnow stop', async () => {
  const { app, call, queue, stop } = await openApp({ autoPush: true });
  app.subscribe(() => {});
  await call('sync.pause', { until: null });
  await queue(csv(...bookedLines(10)));
  await call('sync.sendNow', {});
  await stop();
  await new Promise((r) => setTimeout(r, 500));
  console.log('stopped');
});
it('weird search', async () => {
  const { app, call, queue, ask } = await openApp({ });
  await queue(csv(...bookedLines(10)));
  for (const search of ['\0', 'ab\0c', '"', 'a"b*', '\ud800abc', 'ORD-\0-', '   ', '^^x']) console.log(JSON.stringify(search), JSON.stringify(await ask('outbox.list', { filter: { search } })).slice(0, 150));
});
