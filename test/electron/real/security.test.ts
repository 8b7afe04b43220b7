// What a page may not do, tried from the page itself in the running program, and the other way round: how the program holds it.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { FORMS, onDesktop } from './suite.ts';

/** What a page's policy says where it throws instead of doing nothing. */
const POLICY = /Trusted(?:Script|HTML)|Content Security Policy/;

function wordsOf(error: Error): string {
  return POLICY.test(error.message) ? 'refused' : `threw ${error.message.split('\n')[0]}`;
}

/** Answers of the page to expressions. */
async function tried(page: Page, tries: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const [name, expression] of Object.entries(tries)) {
    const late = new Promise((resolve) => setTimeout(resolve, 5_000, 'no answer'));
    answers[name] = await Promise.race([page.evaluate(expression).catch(wordsOf), late]);
  }
  return answers;
}

const loads = (element: string, at: string): string =>
  `new Promise((answer) => { const it = document.createElement('${element}'); it.onload = () => answer('loaded'); it.onerror = () => answer('refused'); it.src = '${at}'; document.body.append(it); })`;
const NETWORK = {
  fetch: `fetch('https://example.org/').then(() => 'reached', () => 'refused')`,
  loopback: `fetch('http://127.0.0.1:9/').then(() => 'reached', () => 'refused')`,
  'own scheme': `fetch('app://other/').then(() => 'reached', () => 'refused')`,
  file: `fetch('file:///etc/passwd').then(() => 'reached', () => 'refused')`,
  socket: `new Promise((answer) => { try { const it = new WebSocket('wss://example.org/'); it.onerror = () => answer('refused'); it.onopen = () => answer('reached'); } catch { answer('refused'); } })`,
  beacon: `new Promise((answer) => { addEventListener('securitypolicyviolation', () => answer('refused'), { once: true }); navigator.sendBeacon('https://example.org/'); })`,
  image: loads('img', 'https://example.org/a.png'),
  script: loads('script', 'https://example.org/a.js'),
};
const CODE = {
  inline: `(() => { const it = document.createElement('script'); it.textContent = 'globalThis.ran = 1'; document.head.append(it); return globalThis.ran === 1 ? 'ran' : 'refused'; })()`,
  eval: `new Promise((answer) => { const it = document.createElement('div'); it.setAttribute('onclick', 'globalThis.ran = 2'); it.click(); answer(globalThis.ran === 2 ? 'ran' : 'refused'); })`,
  worker: `new Promise((answer) => { try { const it = new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))); it.onmessage = () => answer('ran'); it.onerror = () => answer('refused'); } catch { answer('refused'); } })`,
  'service worker': `navigator.serviceWorker ? navigator.serviceWorker.register('/icon.png').then(() => 'ran', () => 'refused') : 'refused'`,
  frame: `new Promise((answer) => { const it = document.createElement('iframe'); it.srcdoc = '<script>parent.ran = 3</' + 'script>'; document.body.append(it); setTimeout(() => { it.remove(); answer(globalThis.ran === 3 ? 'ran' : 'refused'); }, 400); })`,
  webview: `(() => { const it = document.createElement('webview'); it.src = 'https://example.org/'; document.body.append(it); const can = typeof it.loadURL; it.remove(); return can === 'undefined' ? 'refused' : 'ran'; })()`,
};
const PERMISSIONS = {
  notifications: `Notification.requestPermission().then((answer) => (answer === 'granted' ? 'granted' : 'refused'))`,
  place: `new Promise((answer) => navigator.geolocation.getCurrentPosition(() => answer('granted'), () => answer('refused')))`,
  camera: `navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'granted', () => 'refused')`,
  screen: `navigator.mediaDevices.getDisplayMedia().then(() => 'granted', () => 'refused')`,
  clipboard: `navigator.clipboard.readText().then(() => 'granted', () => 'refused')`,
  usb: `navigator.usb ? navigator.usb.requestDevice({ filters: [] }).then(() => 'granted', () => 'refused') : 'refused'`,
  hid: `navigator.hid ? navigator.hid.requestDevice({ filters: [] }).then((found) => (found.length ? 'granted' : 'refused'), () => 'refused') : 'refused'`,
  serial: `navigator.serial ? navigator.serial.requestPort().then(() => 'granted', () => 'refused') : 'refused'`,
  asked: `Promise.all(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'].map((name) => navigator.permissions.query({ name }).then(({ state }) => state, () => 'denied'))).then((states) => (states.includes('granted') ? 'granted' : 'refused'))`,
};

/** What puts up a dialog of the system's, or hands out files that a page may write to. */
const PICKERS = `['showOpenFilePicker', 'showSaveFilePicker', 'showDirectoryPicker'].map((name) => typeof globalThis[name]).concat(typeof DataTransferItem.prototype.getAsFileSystemHandle)`;

function allRefused(tries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(tries).map((name) => [name, 'refused']));
}

onDesktop('the page', {}, (scene) => {
  test.each(FORMS)("reaches no network, runs nobody else's code, and gets no permission: %s", async (form) => {
    const page = await scene().start({ form }).page();
    expect(await tried(page, NETWORK)).toEqual(allRefused(NETWORK));
    expect(await tried(page, CODE)).toEqual(allRefused(CODE));
    expect(await tried(page, PERMISSIONS)).toEqual(allRefused(PERMISSIONS));
    expect(await page.evaluate(PICKERS)).toEqual(['undefined', 'undefined', 'undefined', 'undefined']);
    const globals = `({ node: [typeof require, typeof process, typeof module, typeof Buffer], bridge: Object.keys(courier), frozen: Object.isFrozen(courier) })`;
    expect(await page.evaluate(globals)).toEqual({
      node: ['undefined', 'undefined', 'undefined', 'undefined'],
      bridge: ['call', 'onSnapshot', 'openFiles'],
      frozen: true,
    });
  });

  test('is held by every preference, and each of its processes by the sandbox', async () => {
    const program = scene().start();
    await program.page();
    const all = 'electron.BrowserWindow.getAllWindows()[0].webContents.getLastWebPreferences()';
    const held = await program.main(all);
    for (const name of ['sandbox', 'contextIsolation', 'webSecurity']) expect(held[name], name).toBe(true);
    // What is off and comes so is not listed.
    const off = ['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames', 'allowRunningInsecureContent'];
    for (const name of [...off, 'webviewTag', 'navigateOnDragDrop', 'spellcheck', 'experimentalFeatures'])
      expect(held[name] ?? false, name).toBe(false);
    const renderers = await program.main(
      `electron.app.getAppMetrics().filter(({ type }) => type === 'Tab').map(({ sandboxed }) => sandboxed)`,
    );
    // Where the system does not tell, the kernel does: a filter of system calls, and no new rights.
    const status = await program.main(
      `electron.BrowserWindow.getAllWindows().map((window) => process.getBuiltinModule('node:fs').readFileSync('/proc/' + window.webContents.getOSProcessId() + '/status', 'utf8'))`,
    );
    expect(renderers.length).toBeGreaterThan(0);
    for (const text of status) {
      expect(text).toMatch(/^NoNewPrivs:\s*1$/m);
      expect(text).toMatch(/^Seccomp:\s*2$/m);
    }
  });

  test('in a frame, or in a window that is not ours, is not answered', async () => {
    const program = scene().start();
    const page = await program.page();
    const own = await page.evaluate(`courier.call('snapshot.get', {}).then(({ ok }) => ok)`);
    expect(own).toBe(true);
    const inFrame = await page.evaluate(
      `new Promise((answer) => { const it = document.createElement('iframe'); it.src = '/'; document.body.append(it); setTimeout(() => { let found; try { found = typeof it.contentWindow.courier; } catch { found = 'undefined'; } it.remove(); answer(found); }, 800); })`,
    );
    expect(inFrame).toBe('undefined');
    const other = `(async () => {
      const [first] = electron.BrowserWindow.getAllWindows();
      const window = new electron.BrowserWindow({ show: false, webPreferences: { ...first.webContents.getLastWebPreferences(), preload: electron.app.getAppPath() + '/dist/electron/preload.cjs' } });
      await window.loadURL('app://courier/');
      const answer = await window.webContents.executeJavaScript("courier.call('snapshot.get', {})");
      window.destroy();
      return answer;
    })()`;
    expect(await program.main(other)).toEqual({ ok: false, failure: { kind: 'input-refused', why: 'not from this window' } });
  });

  test('is answered in values, whatever it calls', async () => {
    const page = await scene().start().page();
    const calls = `Promise.all([courier.call('nope', {}), courier.call('__proto__', {}), courier.call(5, {}), courier.call('file.open', { name: 'x', path: '/etc/passwd' }), courier.call('file.open', { name: 'x', path: '//server/share/x.csv' }), courier.call('outbox.list', 'x'.repeat(1_100_000))]).then((answers) => answers.map(({ ok }) => ok))`;
    expect(await page.evaluate(calls)).toEqual([false, false, false, false, false, false]);
  });
});
