// The line at the bottom: whether results can go out, what was last confirmed, and when the next try is.
import {
  Button,
  Link,
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  ProgressBar,
  Tooltip,
} from '@fluentui/react-components';
import {
  ArrowUpload16Regular,
  CheckmarkCircle16Filled,
  Clock16Regular,
  CloudOff16Filled,
  ErrorCircle16Filled,
  Pause16Regular,
  PauseCircle16Filled,
  Play16Regular,
  Send16Regular,
} from '@fluentui/react-icons';
import type { ComponentType, ReactNode } from 'react';
import { counted } from '../../shared/numbers.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { type Standing, standingOf, type Tone } from '../../shared/standing.ts';
import { wording } from '../../shared/wording.ts';
import { useAct, useHostState, useNow, useSnapshot } from '../link/courier.tsx';
import { sentinelsOutside } from '../link/heard-sentinels.ts';
import { go } from '../link/route.ts';
import './status-line.css';
import { clockOf, countdown, moment, tomorrow } from '../../shared/moments.ts';
import { onTheirWay, refusedAgainAt } from '../../shared/totals.ts';

const MINUTE = 60_000;

const ICONS: Record<Tone, ComponentType> = {
  good: CheckmarkCircle16Filled,
  busy: ArrowUpload16Regular,
  wait: Clock16Regular,
  bad: ErrorCircle16Filled,
};

/** A pause and a missing network have signs of their own. */
function iconOf({ sync }: Snapshot, tone: Tone): ComponentType {
  if (sync.phase === 'paused') return PauseCircle16Filled;
  return sync.phase === 'offline' ? CloudOff16Filled : ICONS[tone];
}

const NOT_RUNNING: Standing = { word: 'Not running', tone: 'bad' };

function NextTry({ snapshot }: { readonly snapshot: Snapshot }): ReactNode {
  const now = useNow();
  const { nextTryAt, phase } = snapshot.sync;
  const again = refusedAgainAt(snapshot);
  if (nextTryAt === null || phase === 'sending' || phase === 'paused' || phase === 'blocked') return null;
  if (nextTryAt <= now) return <span>next try now</span>;
  if (again !== null) return <span>refused orders are tried again {moment(again, now)}</span>;
  return (
    <span>
      next try {moment(nextTryAt, now)} (in {countdown(nextTryAt - now)})
    </span>
  );
}

export function StatusLine(): ReactNode {
  const snapshot = useSnapshot();
  const act = useAct();
  const isGone = useHostState() !== 'open';
  const { sync, lastDeliveredAt, now } = snapshot;
  const { word, tone } = isGone ? NOT_RUNNING : standingOf(snapshot);
  const Icon = isGone ? ErrorCircle16Filled : iconOf(snapshot, tone);
  const waiting = onTheirWay(snapshot);
  return (
    <section className="status" aria-label="Status">
      {!isGone && sync.progress !== null && sync.progress.total > 0 && (
        <ProgressBar
          className="status-progress"
          aria-label={`Sending, ${sync.progress.done} of ${sync.progress.total}`}
          thickness="medium"
          shape="square"
          value={sync.progress.done}
          max={sync.progress.total}
        />
      )}
      <span className={`status-phase ${tone}`}>
        <Icon />
        {word}
      </span>
      <div className="status-facts">
        {lastDeliveredAt !== null && <span className="firm">last delivered {moment(lastDeliveredAt, now)}</span>}
        {!isGone && <NextTry snapshot={snapshot} />}
        {sync.phase === 'offline' && waiting > 0 && <span>{counted(waiting, 'result')} go out when the network is back</span>}
        {sync.phase !== 'offline' && sync.trouble !== null && (
          <Link className="status-trouble" as="button" inline onClick={() => go({ page: 'problems' })}>
            {wording(sync.trouble).what}
          </Link>
        )}
      </div>
      <div className="status-actions">
        <Tooltip
          relationship="description"
          content={sync.phase === 'paused' ? 'Sends once now and stays paused' : 'Sends everything that waits, now (Ctrl+Enter)'}
        >
          <Button
            size="small"
            appearance="subtle"
            icon={<Send16Regular />}
            disabledFocusable={isGone || waiting === 0}
            onClick={() => void act('sync.sendNow', {})}
          >
            Send now
          </Button>
        </Tooltip>
        {sync.phase === 'paused' ? (
          <Button size="small" appearance="subtle" icon={<Play16Regular />} onClick={() => void act('sync.resume', {})}>
            Resume
          </Button>
        ) : (
          <PauseMenu now={now} />
        )}
      </div>
    </section>
  );
}

function PauseMenu({ now }: { readonly now: number }): ReactNode {
  const act = useAct();
  const choices: readonly { readonly name: string; readonly until: number | null }[] = [
    { name: `For 30 minutes (until ${clockOf(now + 30 * MINUTE)})`, until: now + 30 * MINUTE },
    { name: `For 2 hours (until ${clockOf(now + 120 * MINUTE)})`, until: now + 120 * MINUTE },
    { name: 'Until tomorrow', until: tomorrow(now) },
    { name: 'Until I resume', until: null },
  ];
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton size="small" appearance="subtle" icon={<Pause16Regular />}>
          Pause
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList ref={sentinelsOutside}>
          {choices.map(({ name, until }) => (
            <MenuItem key={name} onClick={() => void act('sync.pause', { until })}>
              {name}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
