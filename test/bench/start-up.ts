// Starts the app on a filled home, tells when the first snapshot came, and what the next ten idle seconds cost.

import { createApp } from '../../main/app/app.ts';
import { systemClock } from '../../main/base/ports.ts';
import { createSessionVault } from '../../main/credentials/session.ts';

const app = await createApp({
  home: process.argv[2] as string,
  clock: systemClock,
  network: { isOnline: () => true, onChange: () => () => {} },
  vault: createSessionVault(),
  log: () => {},
  who: 'bench',
});
if (!app.ok) throw new Error(app.failure.kind);
app.value.snapshot();
process.send?.({ snapshotAt: Date.now() });
await app.value.serve('sync.pause', { until: null });
await new Promise((resolve) => setTimeout(resolve, 3000));
const before = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, 10_000));
const { user, system } = process.cpuUsage(before);
process.send?.({ idlePercent: ((user + system) / 1000 / 10_000) * 100 });
await app.value.stop();
process.exit(0);
