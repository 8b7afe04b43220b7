// A flood of failures: at most twelve notifications in any 24 hours whatever happens, while the tray always shows the count,
// and nothing that stays bad is left untold.
import { describe, expect, it } from 'vitest';
import { trayFrom } from '../../main/desktop/tray.ts';
import type { Failure } from '../../shared/failure.ts';
import type { ProblemGroup } from '../../shared/outbox-item.ts';
import type { Environment } from '../../shared/settings.ts';
import { seededRandom } from '../support/make.ts';
import { type Changes, type Desk, group, makeDesk } from '../support/make-desktop.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const VERDICTS = ['order-not-found', 'value-refused', 'order-refused', 'row-too-long'];
const GIVEN_UP = ['timed-out', 'cut-off', 'gateway', 'busy', 'server-full', 'answer-unusable', 'filemaker-error', 'unreachable'];
const ASKING: readonly Failure[] = [
  { kind: 'credentials-refused' },
  { kind: 'forbidden', status: 403 },
  { kind: 'script-missing', code: '104' },
  { kind: 'quota-exceeded' },
  { kind: 'layout-missing' },
];
const NOTICES: readonly Failure[] = [{ kind: 'storage-full' }, { kind: 'storage-read-only', path: 'data' }];
const AWAY: Failure = { kind: 'unreachable', host: 'pps.basicpsf.com', why: 'refused' };

/** An office day gone wrong: what is bad now, and by which names notifications know it. */
interface World {
  environment: Environment;
  readonly failed: Map<string, number>;
  trouble: Failure | null;
  notices: readonly Failure[];
  conflicts: number;
  online: boolean;
  waiting: number;
  delivered: number;
}

function calm(environment: Environment): World {
  return { environment, failed: new Map(), trouble: null, notices: [], conflicts: 0, online: true, waiting: 1, delivered: 0 };
}

function groupsOf({ failed }: World): ProblemGroup[] {
  return [...failed].map(([name, count]) => {
    const [state, cause] = name.split('/') as ['refused' | 'parked', string];
    return group(cause, count, { state });
  });
}

function changesOf(world: World): Changes {
  const asks = ASKING.includes(world.trouble as Failure);
  const phase = world.online ? (asks ? 'blocked' : 'waiting') : 'offline';
  return {
    environment: world.environment,
    counts: { waiting: world.waiting, delivered: world.delivered },
    sync: { phase, online: world.online, trouble: world.trouble },
    notices: [...world.notices],
    edits: { conflict: world.conflicts },
  };
}

/** The names of everything in this world that needs a person. */
function needs({ environment, failed, trouble, notices, conflicts }: World): string[] {
  const asks = trouble !== null && ASKING.includes(trouble) ? [trouble] : [];
  const names = [...failed.keys(), ...[...asks, ...notices].map(({ kind }) => `failure/${kind}`)];
  return [...names, ...(conflicts > 0 ? ['bookings/conflict'] : [])].map((name) => `${environment}/${name}`);
}

function countOf({ failed, trouble, notices, conflicts }: World): number {
  const results = [...failed.values()].reduce((sum, count) => sum + count, 0);
  return results + (trouble !== null && ASKING.includes(trouble) ? 1 : 0) + notices.length + conflicts;
}

function mostInADay({ shown }: Desk): number {
  return Math.max(0, ...shown.map(({ at }) => shown.filter((other) => other.at >= at && other.at <= at + DAY).length));
}

function fail(world: World, name: string): void {
  world.failed.set(name, (world.failed.get(name) ?? 0) + 1);
}

describe('a day of 10,000 failures', () => {
  const ALL = [...VERDICTS.map((cause) => `refused/${cause}`), ...GIVEN_UP.map((cause) => `parked/${cause}`)];
  const STEP = DAY / 10_000;

  async function day(beside: (world: World, n: number) => void): Promise<Desk> {
    const desk = makeDesk();
    desk.want({ info: true });
    const world = calm('production');
    for (let n = 0; n < 10_000; n += 1) {
      beside(world, n);
      // Another cause every seven minutes or so; now and then a person solves one.
      fail(world, ALL[Math.floor(n / 50) % ALL.length] as string);
      if (n % 333 === 332) world.failed.delete(ALL[Math.floor(n / 100) % ALL.length] as string);
      const snapshot = await desk.see(changesOf(world), ...groupsOf(world));
      const face = trayFrom(snapshot);
      if (face.badge !== countOf(world) || face.state !== 'attention') throw new Error(`the tray shows ${face.badge} at ${n}`);
      await desk.clock.advance(STEP);
    }
    return desk;
  }

  it('brings at most twelve notifications, and the tray always shows the count', async () => {
    const desk = await day(() => {});
    expect(desk.shown.length).toBeGreaterThanOrEqual(5);
    expect(desk.shown.length).toBeLessThanOrEqual(12);
  });

  it('brings no more with a network that flickers and a server that fails in ever new ways', async () => {
    const desk = await day((world, n) => {
      world.online = n % 3 !== 0;
      world.trouble = n % 2 === 0 ? (ASKING[Math.floor(n / 40) % ASKING.length] ?? null) : AWAY;
      world.notices = n % 7 === 0 ? NOTICES : [];
      world.conflicts = n % 11;
    });
    expect(desk.shown.length).toBeLessThanOrEqual(12);
  });

  it('brings no more when somebody goes from one environment to the other all day', async () => {
    const environments = ['practice', 'test', 'production'] as const;
    const desk = await day((world, n) => {
      world.environment = environments[Math.floor(n / 100) % 3] as Environment;
      if (n % 100 === 0) world.failed.clear();
    });
    expect(desk.shown.length).toBeGreaterThanOrEqual(5);
    expect(desk.shown.length).toBeLessThanOrEqual(12);
  });
});

describe('whatever happens', () => {
  async function anyDays(seed: number): Promise<void> {
    const random = seededRandom(seed);
    const desk = makeDesk();
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const classes = ['actionNeeded', 'delayed', 'info'] as const;
    const wanted = { actionNeeded: true, delayed: true, info: true };
    desk.want(wanted);
    let world = calm('production');
    const see = () => desk.see(changesOf(world), ...groupsOf(world));

    const events: readonly (() => void)[] = [
      () => fail(world, `refused/${pick(VERDICTS)}`),
      () => fail(world, `parked/${pick(GIVEN_UP)}`),
      () => fail(world, `parked/cause-${Math.floor(random() * 30)}`),
      () => void world.failed.delete(pick([...world.failed.keys(), ''])),
      () => world.failed.clear(),
      () => {
        world.trouble = pick([null, AWAY, ...ASKING]);
        world.online = random() < 0.7;
      },
      () => {
        world.notices = pick([[], NOTICES, NOTICES.slice(1)]);
        world.conflicts = Math.floor(random() * 3);
      },
      () => {
        world.delivered += world.waiting;
        world.waiting = Math.floor(random() * 3);
      },
      () => {
        if (random() < 0.2) world = calm(pick(['practice', 'test', 'production'] as const));
      },
      () => {
        wanted[pick(classes)] = random() < 0.7;
        desk.want({ ...wanted });
      },
    ];
    for (let n = 0; n < 300; n += 1) {
      pick(events)();
      const before = desk.shown.length;
      await see();
      // Long enough, at times, for what is shown to have caught up with what there is.
      await desk.clock.advance(random() < 0.5 ? Math.floor(random() * 20) * SECOND : Math.floor(random() * 90) * MINUTE);
      for (const alert of desk.shown.slice(before)) expect(wanted[alert.class]).toBe(true);
      await see();
      await desk.clock.advance(11 * SECOND);
      const there = new Set(needs(world));
      for (const [id, alert] of desk.onShow) {
        expect(wanted[alert.class] || id.endsWith('/summary')).toBe(true);
        if (id.endsWith('/summary')) expect(there.size > 0 || world.waiting > 0).toBe(true);
        else if (alert.class === 'actionNeeded') expect([...there]).toContain(id);
        else if (alert.class === 'delayed') expect(world.waiting > 0 && (!world.online || world.trouble === AWAY)).toBe(true);
        else expect(world.waiting).toBe(0);
      }
    }
    wanted.actionNeeded = true;
    desk.want({ ...wanted });
    const bad = needs(world);
    const since = desk.clock.monotonic();
    await see();
    // A summary speaks of everything that is there, so its number says whether it speaks of this one too.
    const everything = new RegExp(`^${bad.length} things? needs? you`);
    const isTold = (cause: string): boolean =>
      desk.shown.some(({ id, title, at }) => at >= since && (id === cause || everything.test(title)));
    await desk.clock.advance(2 * DAY);
    for (const cause of bad) expect(isTold(cause), cause).toBe(true);
    expect(mostInADay(desk)).toBeLessThanOrEqual(12);
  }

  for (let seed = 1; seed <= 40; seed += 1) {
    it(`no day has more than twelve, nothing unwanted is shown, nothing solved stays, nothing bad goes untold (${seed})`, () =>
      anyDays(seed));
  }

  it('a cause that is new on the worst of days is told within 24 hours', async () => {
    for (let hour = 0; hour < 30; hour += 1) {
      const desk = makeDesk();
      const world = calm('production');
      for (let n = 0; n < hour * 12; n += 1) {
        fail(world, `parked/cause-${n}`);
        await desk.see(changesOf(world), ...groupsOf(world));
        await desk.clock.advance(5 * MINUTE);
      }
      world.notices = NOTICES;
      const since = desk.clock.monotonic();
      await desk.see(changesOf(world), ...groupsOf(world));
      await desk.clock.advance(DAY);
      const later = desk.shown.filter(({ at }) => at >= since);
      const told = later.some(({ id, count }) => id.endsWith('storage-full') || count === hour * 12 + 2);
      expect(told, `after ${hour} hours`).toBe(true);
      desk.stop();
    }
  });
});
