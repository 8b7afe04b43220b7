// What concerns everything at once: the way to BasicPSF, this computer, the keychain, and other environments.
import { Button } from '@fluentui/react-components';
import { ArrowClockwise16Regular, Send16Regular, Settings16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { CallInput } from '../../shared/calls.ts';
import type { Failure, FailureKind } from '../../shared/failure.ts';
import { counted } from '../../shared/numbers.ts';
import { asksForYou, IN_SETTINGS, keychainTrouble, onTheirWay } from '../../shared/totals.ts';
import { environmentName, wording } from '../../shared/wording.ts';
import { useAct, useSnapshot } from '../link/courier.tsx';
import { go } from '../link/route.ts';
import { ProblemEntry } from './problem.tsx';

function SettingsButton({ main }: { readonly main: boolean }): ReactNode {
  return (
    <Button {...(main ? { appearance: 'primary' } : {})} icon={<Settings16Regular />} onClick={() => go({ page: 'settings' })}>
      Open Settings
    </Button>
  );
}

const DISMISS: Partial<Record<FailureKind, string>> = {
  'storage-damaged': 'Go on without it',
  'storage-missing': 'Go on without it',
  'settings-unreadable': 'Use the settings shown',
  'settings-invalid': 'Use the settings shown',
  'variable-refused': 'Dismiss',
};

/** What a person can do about a notice; the safe way first. */
function NoticeActions({ notice }: { readonly notice: Failure }): ReactNode {
  const act = useAct();
  const { kind } = notice;
  const dismiss = DISMISS[kind];
  const isOffered = 'backupAt' in notice && notice.backupAt !== null;
  return (
    <>
      {isOffered && (
        <Button appearance="primary" icon={<ArrowClockwise16Regular />} onClick={() => void act('storage.restore', {})}>
          Restore the newest backup
        </Button>
      )}
      {(kind === 'settings-unreadable' || kind === 'settings-invalid') && <SettingsButton main />}
      {dismiss !== undefined && (
        <Button onClick={() => void act('notices.dismiss', { kind: kind as CallInput<'notices.dismiss'>['kind'] })}>
          {dismiss}
        </Button>
      )}
    </>
  );
}

export function GlobalProblems(): ReactNode {
  const snapshot = useSnapshot();
  const act = useAct();
  const { trouble } = snapshot.sync;
  const keychain = keychainTrouble(snapshot);
  const waiting = onTheirWay(snapshot);
  return (
    <>
      {snapshot.notices.map((notice) => (
        <ProblemEntry key={notice.kind} tone="bad" {...wording(notice)}>
          <NoticeActions notice={notice} />
        </ProblemEntry>
      ))}
      {trouble !== null && !snapshot.notices.some(({ kind }) => kind === trouble.kind) && (
        <ProblemEntry
          tone={asksForYou(snapshot) ? 'bad' : 'wait'}
          {...wording(trouble)}
          {...(waiting > 0 ? { facts: `${counted(waiting, 'result waits', 'results wait')}` } : {})}
        >
          {IN_SETTINGS.has(trouble.kind) && <SettingsButton main />}
          {trouble.kind !== 'offline' && trouble.kind !== 'credentials-missing' && (
            <Button icon={<Send16Regular />} onClick={() => void act('sync.sendNow', {})}>
              Try again now
            </Button>
          )}
        </ProblemEntry>
      )}
      {keychain !== null && (
        <ProblemEntry tone="wait" {...wording(keychain)}>
          <SettingsButton main={false} />
        </ProblemEntry>
      )}
      {snapshot.elsewhere
        .filter(({ waiting }) => waiting > 0)
        .map(({ environment, waiting }) => (
          <ProblemEntry
            key={environment}
            tone="note"
            what={`${counted(waiting, 'result waits', 'results wait')} in ${environmentName(environment)}.`}
            todo={`They are sent only while ${environmentName(environment)} is chosen.`}
          >
            <SettingsButton main={false} />
          </ProblemEntry>
        ))}
    </>
  );
}
