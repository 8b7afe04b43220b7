// What concerns everything at once: the way to BasicPSF, this computer, the keychain, and other environments.
import { Button } from '@fluentui/react-components';
import { ArrowClockwise16Regular, Send16Regular, Settings16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
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
          {notice.kind === 'storage-damaged' && (
            <Button appearance="primary" icon={<ArrowClockwise16Regular />} onClick={() => void act('storage.restore', {})}>
              Restore the newest backup
            </Button>
          )}
        </ProblemEntry>
      ))}
      {trouble !== null && (
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
