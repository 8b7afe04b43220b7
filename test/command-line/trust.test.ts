// What a job is told when something is wrong with this computer: one object, one sentence, an exit code, and nothing sent.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { backups } from '../../main/base/backups.ts';
import { Settings } from '../../shared/settings.ts';
import { temporaryFolder } from '../support/make.ts';

const ROOT = join(import.meta.dirname, '..', '..');

function courier(home: string, args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'main/command-line/index.ts'), ...args], {
    env: { ...process.env, BOOKING_COURIER_HOME: home, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', ...env },
    encoding: 'utf8',
  });
  return { code: status, object: JSON.parse(stdout || 'null'), err: stderr };
}

describe('the command line', () => {
  it('sends nothing with settings that cannot be read, and names the place', () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'settings.json'), '{ "environment": "test", ');
    const file = join(home, 'one.csv');
    writeFileSync(file, readFileSync(join(ROOT, 'test/fixtures/SAMPLE.csv')));
    const { code, object, err } = courier(home, ['push', file, '--json']);
    expect([code, object.failure.kind]).toEqual([64, 'settings-unreadable']);
    expect(err).toContain('line 1, column 26');
    expect(courier(home, ['settings', '--check', '--json'])).toMatchObject({ code: 64, object: { failure: {} } });
    writeFileSync(join(home, 'settings.json'), '{ "environment": "test" }');
    expect(courier(home, ['settings', '--check', '--json'])).toMatchObject({ code: 0, object: { environment: 'test' } });
  });

  it('pushes into Practice without a terminal only when that is said', () => {
    const home = temporaryFolder();
    const file = join(ROOT, 'test/fixtures/SAMPLE.csv');
    expect(courier(home, ['push', file, '--json'])).toMatchObject({ code: 64, object: { failure: { kind: 'practice-unsaid' } } });
    expect(courier(home, ['push', '--json'])).toMatchObject({ code: 64, object: { failure: { kind: 'input-refused' } } });
  });

  it('says of a damaged outbox with every command until somebody has dismissed it', () => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'practice'));
    writeFileSync(join(home, 'practice', 'outbox.sqlite'), 'garbage'.repeat(500));
    for (const _ of [1, 2]) {
      const { code, object, err } = courier(home, ['status', '--json'], { NODE_TLS_REJECT_UNAUTHORIZED: '0' });
      expect([code, object.notices.map(({ kind }: { kind: string }) => kind)]).toEqual([
        2,
        ['storage-damaged', 'variable-refused'],
      ]);
      expect(err).toContain('was damaged and was put aside');
      expect(err).toContain('certificates are always checked');
      expect(err).toContain('nothing reaches BasicPSF');
    }
    expect(courier(home, ['dismiss', '--json'])).toMatchObject({ code: 0, object: { dismissed: true, notices: [] } });
    expect(courier(home, ['status', '--json'])).toMatchObject({ code: 0, object: { notices: [] } });
  });

  it('makes the daily backup of a home that only jobs use, once a day, whatever the command', () => {
    const home = temporaryFolder();
    const path = join(home, 'practice', 'outbox.sqlite');
    courier(home, ['push', join(ROOT, 'test/fixtures/SAMPLE.csv'), '--environment', 'practice', '--json']);
    const first = backups(path);
    expect(first).toHaveLength(1);
    courier(home, ['retry', '--environment', 'practice', '--json']);
    expect(backups(path)).toEqual(first);
    // Yesterday's is no backup of today.
    const dayBefore = new Date(Date.now() - 25 * 3_600_000);
    const old = first[0]?.file ?? '';
    renameSync(old, old.replace(/\d{4}-\d\d-\d\d/, dayBefore.toISOString().slice(0, 10)));
    for (const { file } of backups(path)) utimesSync(file, dayBefore, dayBefore);
    courier(home, ['status', '--json']);
    expect(backups(path)).toHaveLength(2);
  });

  it('has the schema of its settings in its README', () => {
    const readme = readFileSync(join(ROOT, 'main/command-line/README.md'), 'utf8');
    expect(JSON.parse(/```json\n([\s\S]*?)\n```/.exec(readme)?.[1] ?? '')).toEqual(
      JSON.parse(JSON.stringify(z.toJSONSchema(Settings, { io: 'input' }))),
    );
  });
});
