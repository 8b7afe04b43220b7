// The desktop shell as it is built, on the stand-in for Electron: start, tray, files, closing, quitting, login, place.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openScratch } from '../../main/base/sqlite.ts';
import { sampleCsv } from '../../main/practice/orders.ts';
import { temporaryFolder } from '../support/make.ts';
import { bookedLines, csv, startBasicPsf } from '../support/open-app.ts';
import { startShell, type TestShell, withBuiltShell } from './run-shell.ts';

withBuiltShell();

function sampleFile(name = 'sample.csv', text: string = sampleCsv()): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, text);
  return path;
}

/** Brings a file in as a person does on the page, and queues it. */
async function queue(shell: TestShell, path: string): Promise<void> {
  const [opened] = await shell.ask('openFiles', [{ name: 'results.csv', path }]);
  await reviewed(shell, opened.value.id);
  expect(await shell.call('import.accept', { id: opened.value.id })).toMatchObject({ ok: true });
}

/** Starts the program once more in the home of `shell`, which is told what Electron would tell it. */
async function startAgain(shell: TestShell, args: readonly string[], cwd = '/'): Promise<void> {
  const second = await startShell({ home: shell.home, args, cwd, env: { STAND_IN_IS_SECOND: 'yes' } });
  const { told } = await second.ended;
  const again = told.find(({ what }) => what === 'relaunch')?.args[0] as { args: string[] } | undefined;
  // The second argument is the program's own folder, the third and fourth are the home, which every start is given here.
  if (again !== undefined) return startAgain(shell, again.args.slice(3));
  const asked = told.find(({ what }) => what === 'requestSingleInstanceLock');
  await shell.ask('secondStart', { argv: ['electron', process.cwd(), ...args], cwd, told: asked?.args[0] });
}

async function reviewed(shell: TestShell, id: number): Promise<void> {
  for (let phase = 'reading'; phase === 'reading'; ) {
    phase = (await shell.call('import.get', { id })).value.phase;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function quit(shell: TestShell): Promise<void> {
  await shell.ask('chooseInTray', ['Quit']).catch(() => {});
  expect(await shell.ended).toMatchObject({ code: 0 });
}

describe('the start', () => {
  test('opens one sandboxed window on our own page, with a tray icon and two channels', async () => {
    const shell = await startShell();
    const { window, tray, channels, told, menu } = await shell.until((state) => state.window.isVisible);
    expect(window.loads).toEqual([{ url: 'app://courier/', status: 200 }]);
    expect(tray?.count).toBe(1);
    expect(channels).toEqual(['call', 'file-at', 'file-made']);
    expect(await shell.ask('bridge')).toEqual(['call', 'onSnapshot', 'openFiles']);
    expect(told.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['requestSingleInstanceLock', 'enableSandbox', 'registerSchemesAsPrivileged', 'setAppUserModelId']),
    );
    expect(menu).not.toContain('reload');
    expect(window.options.webPreferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
    expect(tray?.menu).toEqual([
      'Online: nothing is waiting (disabled)',
      '---',
      'Open Booking Courier',
      'Send now (disabled)',
      'Pause',
      expect.stringMatching(/^ {2}30 minutes \(until \d\d:\d\d\)$/),
      expect.stringMatching(/^ {2}2 hours \(until \d\d:\d\d\)$/),
      '  Until tomorrow',
      '  Until I resume',
      '---',
      'Import…',
      'Problems',
      'Settings',
      '---',
      'Quit Booking Courier',
    ]);
  });

  test('by the system shows no window, and a click on the icon does', async () => {
    const shell = await startShell({ args: ['--hidden'] });
    expect((await shell.state()).window.isVisible).toBe(false);
    await shell.ask('clickTray');
    expect((await shell.state()).window.isVisible).toBe(true);
  });

  test('by the system on a desktop without a tray shows the window, because nothing else would', async () => {
    const shell = await startShell({ args: ['--hidden'], hasTray: false });
    const { window, tray } = await shell.until((state) => state.window.isVisible);
    expect(window.isVisible).toBe(true);
    expect(tray).toBeNull();
  });

  test('for a second time hands over what it was asked for, for the same person only, and touches nothing else', async () => {
    const shell = await startShell({ args: ['måndag 星期一.csv'], env: { STAND_IN_IS_SECOND: 'yes' } });
    const { code, told } = await shell.ended;
    expect(code).toBe(0);
    const [asked] = told.filter(({ what }) => what === 'requestSingleInstanceLock');
    const { handover = '' } = (asked?.args[0] ?? {}) as { handover?: string };
    // What goes through Electron is short and plain: it cuts off white space, and ends a program that it sends too much.
    expect(handover).toMatch(/^[0-9a-f-]{36}$/);
    const kept = join(shell.home, 'handover', handover);
    expect(JSON.parse(readFileSync(kept, 'utf8'))).toEqual({
      args: ['måndag 星期一.csv', '--home', shell.home],
      cwd: process.cwd(),
    });
    expect([statSync(kept).mode & 0o777, statSync(join(kept, '..')).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(existsSync(join(shell.home, 'practice'))).toBe(false);
  });

  test('for a second time with nothing to hand over writes nothing', async () => {
    const shell = await startShell({ env: { STAND_IN_IS_SECOND: 'yes' } });
    const { told } = await shell.ended;
    expect(told).toContainEqual({ what: 'requestSingleInstanceLock', args: [{}] });
    expect(existsSync(join(shell.home, 'handover'))).toBe(false);
  });

  test('as root says why there is no window, and ends without touching anything', async () => {
    const shell = await startShell({ env: { STAND_IN_UID: '0' } });
    const { code, told } = await shell.ended;
    expect([code, told]).toEqual([1, []]);
    expect(existsSync(join(shell.home, 'lock.sqlite'))).toBe(false);
  });

  test('after it was killed in the middle, with its helpers, is troubled by nothing that was left', async () => {
    const shell = await startShell();
    await shell.call('sync.pause', { until: null });
    await queue(shell, sampleFile());
    await shell.kill();
    const left = readdirSync(join(shell.home, 'practice'));
    expect(existsSync(join(shell.home, 'running.json'))).toBe(true);
    expect(left).toContain('outbox.sqlite-wal');
    const again = await startShell({ home: shell.home });
    const { value } = await again.call('snapshot.get', {});
    expect(value).toMatchObject({ counts: { waiting: 11, held: 1 }, notices: [], welcome: false });
    expect((await again.state()).notifications).toEqual([]);
    await quit(again);
    expect(existsSync(join(shell.home, 'running.json'))).toBe(false);
  });

  test('in a home that another program has says who, and ends', async () => {
    const first = await startShell();
    const second = await startShell({ home: first.home });
    const { code, told } = await second.ended;
    expect(code).toBe(1);
    expect(told).toContainEqual({ what: 'showErrorBox', args: ['Booking Courier', expect.stringContaining(first.home)] });
  });
});

describe('files', () => {
  test('among the arguments of the start are brought in', async () => {
    const shell = await startShell({ args: [sampleFile()] });
    await shell.until(({ window }) => window.url === 'app://courier/#/imports/1');
    expect((await shell.call('import.get', { id: 1 })).value.name).toBe('sample.csv');
  });

  test('among the arguments of a second start go to the first, relative to where that one was started', async () => {
    const shell = await startShell({ args: ['--hidden'] });
    const path = sampleFile('from elsewhere.csv');
    await startAgain(shell, ['--allow-file-access-from-files', 'from elsewhere.csv'], join(path, '..'));
    const { window } = await shell.until((state) => state.window.url.endsWith('#/imports/1'));
    expect(window.isVisible).toBe(true);
    expect(window.loads).toHaveLength(1);
    expect((await shell.call('import.get', { id: 1 })).value.name).toBe('from elsewhere.csv');
    expect(readdirSync(join(shell.home, 'handover'))).toEqual([]);
  });

  test('of a second start arrive whatever their names are', async () => {
    const shell = await startShell({ args: ['--hidden'] });
    const folder = temporaryFolder();
    const names = [
      'måndag 星期一.csv',
      ' leading.csv',
      'trailing .csv ',
      'two\nlines.csv',
      'tab\there.csv',
      "100%25 “done” 'it'.csv",
      '😀 a.csv',
      '"quoted".csv',
    ];
    for (const name of names) writeFileSync(join(folder, name), sampleCsv());
    await startAgain(shell, [...names, ''], folder);
    await shell.until((state) => state.window.url.endsWith('#/imports'));
    const { imports } = (await shell.call('import.list', {})).value as { imports: { name: string }[] };
    expect(imports.map(({ name }) => name).reverse()).toEqual(names);
    for (const id of names.keys()) await reviewed(shell, id + 1);
    expect((await shell.call('snapshot.get', {})).value.openImports).toHaveLength(names.length);
  });

  test('of a second start arrive however many and long they are, and what is more than 200 is said', async () => {
    const shell = await startShell({ args: ['--hidden'] });
    const folder = join(temporaryFolder(), ...Array.from({ length: 8 }, (_, n) => `${n}`.repeat(120)));
    mkdirSync(folder, { recursive: true });
    const names = Array.from({ length: 201 }, (_, n) => `${n}.csv`);
    for (const name of names) writeFileSync(join(folder, name), 'internalOrderRef,bookingResult,bookingDate,inspectorName\n');
    await startAgain(
      shell,
      names.map((name) => join(folder, name)),
    );
    const { told } = await shell.until((state) => state.window.url.endsWith('#/imports'));
    expect((await shell.call('import.list', { limit: 200 })).value.imports).toHaveLength(200);
    const words = '201 files were opened at once. The first 200 are read; open the other 1 after them.';
    expect(told).toContainEqual({ what: 'showErrorBox', args: ['Booking Courier', words] });
  });

  test('of a second start arrive by its own arguments when nothing could be handed over', async () => {
    const shell = await startShell({ args: ['--hidden'] });
    const path = sampleFile('handed.csv');
    // In the order in which Chromium puts them: its own and other switches first.
    const argv = ['electron', '--allow-file-access-from-files', '--home', process.cwd(), shell.home, 'handed.csv'];
    for (const told of [null, 7, {}, { handover: '../../settings.json' }, { handover: '00000000-0000-0000-0000-000000000000' }])
      await shell.ask('secondStart', { argv, cwd: join(path, '..'), told });
    await shell.until((state) => state.window.url.endsWith('#/imports/5'));
    const { imports } = (await shell.call('import.list', {})).value as { imports: { name: string }[] };
    expect(imports.map(({ name }) => name)).toEqual(Array(5).fill('handed.csv'));
  });

  test('stay among the wishes of a start that shows no window otherwise', async () => {
    const shell = await startShell({ args: ['--hidden', sampleFile()] });
    await shell.until(({ window }) => window.url.endsWith('#/imports/1') && window.isVisible);
  });

  test('opened with the program, or dropped on its icon, are brought in', async () => {
    const shell = await startShell();
    await shell.ask('openWith', sampleFile('opened.csv'));
    await shell.until(({ window }) => window.url.endsWith('#/imports/1'));
    await shell.ask('dropOnTray', [sampleFile('one.csv'), sampleFile('two.csv')]);
    await shell.until(({ window }) => window.url.endsWith('#/imports'));
    expect((await shell.call('import.list', {})).value.imports).toHaveLength(3);
  });

  test('are chosen in a dialog from the tray', async () => {
    const shell = await startShell({ env: { STAND_IN_CHOSEN: sampleFile('chosen.csv') } });
    await shell.ask('chooseInTray', ['Import']);
    await shell.until(({ window }) => window.url.endsWith('#/imports/1'));
    expect((await shell.call('import.get', { id: 1 })).value.name).toBe('chosen.csv');
  });

  test('that are not there say so on their page', async () => {
    const shell = await startShell({ args: [join(temporaryFolder(), 'gone.csv')] });
    await shell.until(({ window }) => window.url.endsWith('#/imports/1'));
    await reviewed(shell, 1);
    expect((await shell.call('import.get', { id: 1 })).value.failure).toMatchObject({ kind: 'file-unreadable', why: 'missing' });
  });

  test('of a second start that makes no sense only bring the window up', async () => {
    const shell = await startShell({ args: ['--hidden'] });
    await shell.ask('secondStart', { argv: ['electron', '\0', 'con', '\\\\.\\pipe\\x'] });
    const { window } = await shell.state();
    expect(window).toMatchObject({ isVisible: true, url: 'app://courier/' });
    expect((await shell.call('import.list', {})).value.imports).toEqual([]);
  });

  test('of none at all leave the window out of sight when the system starts the program a second time', async () => {
    const shell = await startShell({ args: ['--hidden'] });
    await startAgain(shell, ['--hidden']);
    await shell.ask('secondStart', { argv: ['electron', '--hidden'] });
    expect((await shell.state()).window.isVisible).toBe(false);
  });
});

describe('the command line of the installed program', () => {
  const packaged = { STAND_IN_PACKAGED: 'yes' };

  test('pushes a file without any window, and ends with the code that a job needs', async () => {
    const shell = await startShell({ args: ['push', sampleFile(), '--json', '--environment', 'practice'], env: packaged });
    const { code, told } = await shell.ended;
    expect(code).toBe(1);
    expect(JSON.parse(shell.output())).toMatchObject({ environment: 'practice', delivered: 9, refused: [{}, {}] });
    expect(told).toEqual([]);
  });

  test('needs no screen: it has ended before Electron looks for one', async () => {
    const shell = await startShell({ args: ['status', '--json'], env: { ...packaged, STAND_IN_SCREEN: 'no' } });
    expect((await shell.ended).code).toBe(0);
    expect(JSON.parse(shell.output())).toMatchObject({ environment: 'practice' });
  });

  test('says how it is used when it is asked wrongly', async () => {
    const shell = await startShell({ args: ['push'], env: packaged });
    expect((await shell.ended).code).toBe(64);
  });

  test('ends with the code of what nobody foresaw, as the one without Electron does', async () => {
    // Something fails as soon as somebody listens to it.
    const odd = `const on = process.on.bind(process);
      process.on = (event, heard) => {
        if (event === 'unhandledRejection') setImmediate(() => Promise.reject(new Error('something odd')));
        return on(event, heard);
      };`;
    const imported = `--import=data:text/javascript,${encodeURIComponent(odd)}`;
    const shell = await startShell({ args: ['status'], env: { ...packaged, NODE_OPTIONS: imported } });
    expect((await shell.ended).code).toBe(70);
  });
});

describe('closing the window', () => {
  test('goes into the tray, which is said once', async () => {
    const shell = await startShell();
    await shell.ask('closeWindow');
    const first = await shell.state();
    expect(first.window).toMatchObject({ isVisible: false, isDestroyed: false });
    expect(first.notifications).toMatchObject([{ title: 'Booking Courier is still running', state: 'shown' }]);
    await shell.ask('clickTray');
    await shell.ask('closeWindow');
    expect((await shell.state()).notifications).toHaveLength(1);
  });

  test('minimises it where there is no tray', async () => {
    const shell = await startShell({ hasTray: false });
    await shell.ask('closeWindow');
    expect((await shell.state()).window).toMatchObject({ isMinimized: true, isDestroyed: false });
    await startAgain(shell, []);
    expect((await shell.state()).window.isMinimized).toBe(false);
  });

  test('ends the program where that was chosen', async () => {
    const shell = await startShell();
    await shell.call('settings.change', { closeToTray: false });
    await shell.ask('closeWindow').catch(() => {});
    expect(await shell.ended).toMatchObject({ code: 0 });
  });
});

describe('quitting', () => {
  test('during a push finishes the batch under way and closes the session', async () => {
    const { basicPsf, baseUrl } = await startBasicPsf({ accounts: [{ username: 'courier', password: 'courier' }] });
    basicPsf.knobs.faults = [{ on: 'script', fault: { kind: 'delay', ms: 1_500 } }];
    const home = temporaryFolder();
    writeFileSync(join(home, 'settings.json'), JSON.stringify({ environment: 'test', baseUrl }));
    const shell = await startShell({ home });
    await shell.call('account.save', { username: 'courier', password: 'courier' });
    await queue(shell, sampleFile('many.csv', csv(...bookedLines(40))));
    await shell.until(() => basicPsf.requests.some(({ kind }) => kind === 'script'));
    await quit(shell);
    // The review's look at the orders has a session of its own.
    expect([basicPsf.sessionsClosed, basicPsf.openSessions]).toEqual([basicPsf.sessionsOpened, 0]);
    const store = openScratch(join(home, 'test', 'outbox.sqlite'), { readonly: true });
    const states = store
      .prepare<unknown[], { state: string; n: number }>('select state, count(*) as n from outbox_item group by state')
      .all();
    store.close();
    expect(states.find(({ state }) => state === 'delivered')?.n).toBeGreaterThan(0);
    expect(states.find(({ state }) => state === 'waiting')?.n).toBeGreaterThan(0);
    expect(states.map(({ state }) => state)).not.toContain('unconfirmed');
  });

  test('keeps what was queued for the next start', async () => {
    const shell = await startShell();
    await shell.call('sync.pause', { until: null });
    await queue(shell, sampleFile());
    await quit(shell);
    const again = await startShell({ home: shell.home });
    expect((await again.call('snapshot.get', {})).value.counts).toMatchObject({ waiting: 11, held: 1 });
    expect((await again.state()).tray?.menu[0]).toMatch(/^1 needs you · Paused: 11 results wait/);
  });

  test('comes back, with their files, when somebody started the program meanwhile', async () => {
    const { basicPsf, baseUrl } = await startBasicPsf({ accounts: [{ username: 'courier', password: 'courier' }] });
    basicPsf.knobs.faults = [{ on: 'script', fault: { kind: 'delay', ms: 1_000 } }];
    const home = temporaryFolder();
    writeFileSync(join(home, 'settings.json'), JSON.stringify({ environment: 'test', baseUrl }));
    const shell = await startShell({ home, args: ['--hidden'], env: { STAND_IN_PACKAGED: 'yes', APPIMAGE: '/apps/courier' } });
    await shell.call('account.save', { username: 'courier', password: 'courier' });
    await queue(shell, sampleFile('many.csv', csv(...bookedLines(10))));
    await shell.until(() => basicPsf.requests.some(({ kind }) => kind === 'script'));
    await shell.ask('quit').catch(() => {});
    await shell.ask('secondStart', { argv: ['courier', 'late.csv'] });
    await shell.ask('secondStart', { argv: ['courier', 'later.csv'] });
    const { code, told } = await shell.ended;
    expect(code).toBe(0);
    expect(told).toContainEqual({
      what: 'relaunch',
      args: [{ args: ['--home', home, '/late.csv', '/later.csv'], execPath: '/apps/courier' }],
    });
  });

  test('happens by itself when the computer shuts down or the person signs out', async () => {
    for (const [emitter, event] of [
      ['power', 'shutdown'],
      ['window', 'session-end'],
    ]) {
      const shell = await startShell();
      await shell.ask('emit', [emitter, event]).catch(() => {});
      expect(await shell.ended).toMatchObject({ code: 0 });
    }
  });
});

describe('the tray', () => {
  test('follows what happens: it pauses, resumes, shows what needs a person, and opens it', async () => {
    const shell = await startShell();
    await shell.ask('chooseInTray', ['Pause', 'Until I resume']);
    const paused = await shell.until(({ tray }) => tray?.menu.includes('Resume') === true);
    expect(paused.tray?.tip).toContain('Paused');
    await queue(shell, sampleFile());
    await shell.until(({ tray }) => tray?.menu.includes('Send now (stays paused)') === true);
    await shell.ask('chooseInTray', ['Resume']);
    const done = await shell.until(({ tray }) => tray?.menu.includes('Problems (3)') === true);
    expect(done.tray?.tip).toMatch(/^Booking Courier \(Practice\): nothing waiting, 3 need you\n/);
    expect(done.told).toContainEqual({ what: 'setBadgeCount', args: [3] });
    await shell.ask('chooseInTray', ['Problems']);
    expect((await shell.state()).window).toMatchObject({ isVisible: true, url: 'app://courier/#/problems' });
    await shell.ask('chooseInTray', ['Settings']);
    expect((await shell.state()).window.url).toBe('app://courier/#/settings');
  });
});

describe('a notification', () => {
  test('tells of refused results, opens them, retries them, and goes when they are solved', async () => {
    const shell = await startShell({ args: ['--hidden'] });
    await queue(shell, sampleFile('two.csv', csv('ORD-2025-00999,Booked,2025-04-28,Li Fang', ...bookedLines(2))));
    const { notifications } = await shell.until((state) => state.notifications.length > 0);
    const [told] = notifications;
    expect(told).toMatchObject({ state: 'shown', title: expect.stringContaining('Practice') });
    await shell.ask('clickNotification', told?.id);
    expect((await shell.state()).window).toMatchObject({ isVisible: true, url: 'app://courier/#/problems' });
    await shell.ask('actOnNotification', told?.id);
    // Refused once more, and settled, so that it can be taken out.
    const isRetried = async (): Promise<boolean> => {
      const { value } = await shell.call('outbox.list', { filter: { states: ['refused'] } });
      return value.items[0]?.attempts === 2;
    };
    while (!(await isRetried())) await new Promise((resolve) => setTimeout(resolve, 50));
    await shell.call('outbox.discard', { selection: { filter: { states: ['refused'] } } });
    await shell.until((state) => state.notifications.every(({ state: shown }) => shown === 'closed'));
  });
});

describe('sleep', () => {
  test('is followed by a moment for the network before anything is tried again', async () => {
    const home = temporaryFolder();
    const { basicPsf, baseUrl } = await startBasicPsf();
    await basicPsf.stop();
    writeFileSync(join(home, 'settings.json'), JSON.stringify({ environment: 'test', baseUrl }));
    const shell = await startShell({ home });
    await shell.call('account.save', { username: 'courier', password: 'courier' });
    await queue(shell, sampleFile('three.csv', csv(...bookedLines(3))));
    const spareMs = async (): Promise<number> => {
      const { now, sync } = (await shell.call('snapshot.get', {})).value;
      return sync.nextTryAt === null ? 0 : sync.nextTryAt - now;
    };
    await shell.until(({ tray }) => tray?.menu[0]?.includes('BasicPSF cannot be reached') === true);
    // The first pauses after a failure are at most 5 s long; after waking up the network gets 8.
    expect(await spareMs()).toBeLessThanOrEqual(5_000);
    await shell.ask('emit', ['power', 'resume']);
    expect(await spareMs()).toBeGreaterThan(6_000);
  });
});

describe('a page that breaks', () => {
  test('is loaded again, but not for ever: then it is said, and results still go out', async () => {
    const shell = await startShell();
    for (let n = 0; n < 3; n += 1) await shell.ask('breakPage');
    const thrice = await shell.state();
    expect([thrice.window.reloads, thrice.notifications.length]).toEqual([3, 0]);
    await shell.ask('breakPage');
    const { window, notifications } = await shell.state();
    expect(window.reloads).toBe(3);
    expect(notifications).toMatchObject([{ title: 'The window of Booking Courier cannot be shown', state: 'shown' }]);
    await queue(shell, sampleFile());
    await shell.until(({ tray }) => tray?.menu.includes('Problems (3)') === true);
  });
});

describe('a page that closes its window', () => {
  test('ends the program as it should, and starts it again', async () => {
    const shell = await startShell();
    await shell.ask('pageCloses').catch(() => {});
    const { code, told } = await shell.ended;
    expect(code).toBe(0);
    expect(told).toContainEqual({
      what: 'relaunch',
      args: [{ args: [process.cwd(), '--home', shell.home], execPath: process.execPath }],
    });
    expect(existsSync(join(shell.home, 'running.json'))).toBe(false);
  });
});

describe('starting with the computer', () => {
  test('is a file of its own on Linux, hidden, and can be taken back', async () => {
    const shell = await startShell();
    const file = join(shell.home, 'config', 'autostart', 'booking-courier.desktop');
    expect((await shell.call('snapshot.get', {})).value.desktop).toEqual({ hasTray: true, startsAtLogin: false });
    await shell.call('desktop.startAtLogin', { on: true });
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^Exec="[^"]+" "[^"]+" "--home" "[^"]+" "--hidden"$/m);
    expect(text).toContain(`"${shell.home}"`);
    expect((await shell.call('snapshot.get', {})).value.desktop.startsAtLogin).toBe(true);
    await shell.call('desktop.startAtLogin', { on: false });
    expect(existsSync(file)).toBe(false);
  });
});

describe('the place of the window', () => {
  test('is the whole screen again where it was, also after a start that showed no window', async () => {
    const shell = await startShell();
    await shell.ask('maximiseWindow');
    await quit(shell);
    const hidden = await startShell({ home: shell.home, args: ['--hidden'] });
    expect((await hidden.state()).window).toMatchObject({ isMaximized: false, isVisible: false });
    await hidden.ask('clickTray');
    expect((await hidden.state()).window).toMatchObject({ isMaximized: true, isVisible: true });
  });

  test('is kept, and given up when its screen is gone', async () => {
    const place = { x: 700, y: 100, width: 900, height: 700 };
    const shell = await startShell();
    await shell.ask('moveWindow', place);
    await quit(shell);
    const again = await startShell({ home: shell.home });
    expect((await again.state()).window.bounds).toEqual(place);
    await again.ask('moveWindow', { ...place, x: 4000 });
    await quit(again);
    const elsewhere = await startShell({ home: shell.home });
    expect((await elsewhere.state()).window.bounds).toMatchObject({ width: 1120, height: 760 });
  });
});
