// A settings file is never guessed: read in every form an office machine saves it in, named with its place where it cannot be,
// and kept before it is written over.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSettings, openSettings } from '../../main/base/settings.ts';
import { temporaryFolder } from '../support/make.ts';

const GOOD = '{ "environment": "test", "baseUrl": "https://one.example" }';

function homeWith(content: string | Buffer): string {
  const home = temporaryFolder();
  writeFileSync(join(home, 'settings.json'), content);
  return home;
}

describe('a settings file', () => {
  it.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${GOOD}`)],
    ['UTF-16 as PowerShell writes it', Buffer.from(`\uFEFF${GOOD}`, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`\uFEFF${GOOD}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from(GOOD, 'utf16le')],
  ])('is read in %s', (_, bytes) => {
    const file = openSettings(homeWith(bytes));
    expect([file.read().environment, file.trouble()]).toEqual(['test', null]);
  });

  it.each([
    ['a trailing comma', '{\n  "environment": "test",\n}', 2, 24],
    ['a missing brace', '{ "environment": "test",\n  "baseUrl": "https://one.example"', 2, 35],
    ['a missing comma', '{ "environment": "test" "theme": "dark" }', 1, 25],
    ['a name that stands twice', '{ "environment": "test", "environment": "practice" }', 1, 26],
    ['a list', '[]', 1, 1],
    ['nothing', '', 1, 1],
    ['a comment', '{ // our server\n }', 1, 3],
  ])('with %s is named with its place, and nothing may be sent', (_, text, line, column) => {
    const file = openSettings(homeWith(text));
    expect(file.mustNotSend()).toMatchObject({ kind: 'settings-unreadable', line, column, stands: 'nothing' });
  });

  it('keeps the good values beside one that cannot be understood, which stays in the file until it is said anew', () => {
    const home = homeWith('{ "environment": "test", "maxUrlBytes": "much", "notifications": { "info": 7 }, "theme": "dark" }');
    const file = openSettings(home);
    expect(file.read()).toMatchObject({ environment: 'test', theme: 'dark', maxUrlBytes: 1900 });
    expect(file.trouble()).toMatchObject({
      kind: 'settings-invalid',
      names: ['maxUrlBytes', 'notifications.info'],
      stops: false,
    });
    expect(file.mustNotSend()).toBeNull();
    expect(file.change({ theme: 'light' }).ok).toBe(true);
    expect(openSettings(home).trouble()).toMatchObject({ names: ['maxUrlBytes', 'notifications.info'] });
    expect(file.change({ maxUrlBytes: 900, notifications: file.read().notifications }).ok).toBe(true);
    expect(openSettings(home).trouble()).toBeNull();
  });

  it.each([
    ['environment', '{ "environment": "live" }'],
    ['baseUrl', '{ "baseUrl": "http://elsewhere.example" }'],
    ['enviroment', '{ "enviroment": "test" }'],
    ['baseURL', '{ "baseURL": "https://one.example" }'],
    ['brp.test.level', '{ "brp": { "test": { "level": 9 } } }'],
  ])('stops sending over %s until a person has settled it', (name, text) => {
    const home = homeWith(text);
    const file = openSettings(home);
    expect(file.mustNotSend()).toMatchObject({ kind: 'settings-invalid', names: [name], stops: true });
    expect(file.change({ theme: 'dark' }).ok).toBe(true);
    expect(openSettings(home).mustNotSend()).toMatchObject({ names: [name] });
    expect(file.accept().ok).toBe(true);
    expect(openSettings(home).trouble()).toBeNull();
  });

  it('falls back to the last good copy, and keeps the broken one before it is written over', () => {
    const home = homeWith(GOOD);
    expect(openSettings(home).trouble()).toBeNull();
    writeFileSync(join(home, 'settings.json'), '{ "environment": "production", ');
    const file = openSettings(home, () => Date.UTC(2025, 3, 28));
    expect(file.trouble()).toMatchObject({ kind: 'settings-unreadable', stands: 'last-good' });
    expect(file.read().environment).toBe('test');
    // The copy is a guess at what the file says now: nothing is sent before a person confirms it, whatever else is changed.
    expect(file.mustNotSend()).toMatchObject({ kind: 'settings-unreadable' });
    expect(file.change({ theme: 'dark' }).ok).toBe(true);
    expect(file.mustNotSend()).toMatchObject({ kind: 'settings-invalid', names: ['environment', 'baseUrl'] });
    expect(openSettings(home).mustNotSend()).toMatchObject({ stops: true });
    expect(openSettings(home).read().environment).toBe('test');
    const kept = readdirSync(home).filter((name) => name.includes('.kept-'));
    expect(kept.map((name) => readFileSync(join(home, name), 'utf8'))).toEqual(['{ "environment": "production", ']);
    expect(file.accept().ok).toBe(true);
    expect(openSettings(home).mustNotSend()).toBeNull();
    rmSync(join(home, 'settings.json'));
    expect(openSettings(home).trouble()).toMatchObject({ kind: 'settings-unreadable', why: expect.stringContaining('missing') });
  });

  it('of an earlier version is no trouble for what it still says', () => {
    const file = openSettings(homeWith('{ "environment": "test", "welcomeSeen": true }'));
    expect([file.read().environment, file.trouble(), file.mustNotSend()]).toEqual(['test', null, null]);
  });

  it('is no trouble where there never was one', () => {
    expect(checkSettings(join(temporaryFolder(), 'settings.json'))).toEqual({ found: null, trouble: null });
    expect(openSettings(temporaryFolder()).trouble()).toBeNull();
  });
});
