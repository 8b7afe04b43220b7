// What stands above a page: the app is not there, or something that was asked for did not work.
import { Button, Link, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { counted } from '../../shared/numbers.ts';
import { stoppedWords } from '../../shared/stopped-import.ts';
import { wording } from '../../shared/wording.ts';
import { fileWording } from '../files/wrong-file-words.ts';
import { useAct, useFailures, useHostState, useSnapshot } from '../link/courier.tsx';
import { go, useRoute } from '../link/route.ts';
import { LoginQuestion } from './login-question.tsx';

/** What a person must know of this computer, wherever they are; how it is settled stands among the problems. */
function Notices(): ReactNode {
  const { notices } = useSnapshot();
  const { route } = useRoute();
  if (route.page === 'problems') return null;
  return notices.map((notice) => (
    <MessageBar key={notice.kind} intent="warning">
      <MessageBarBody>
        {wording(notice).what}{' '}
        <Link as="button" inline onClick={() => go({ page: 'problems' })}>
          What to do
        </Link>
      </MessageBarBody>
    </MessageBar>
  ));
}

/** A file of which nearly everything was refused: the rest goes out only when somebody says so. */
function Stopped(): ReactNode {
  const act = useAct();
  const { stoppedImports } = useSnapshot();
  return stoppedImports.map((stopped) => (
    <MessageBar key={stopped.importId} intent="warning" layout="multiline">
      <MessageBarBody>
        {stoppedWords(stopped)}{' '}
        <Link as="button" inline onClick={() => go({ page: 'import', id: stopped.importId })}>
          Look at the file
        </Link>
      </MessageBarBody>
      <MessageBarActions>
        <Button onClick={() => void act('import.goOn', { id: stopped.importId, on: false })}>
          Leave {counted(stopped.rest, 'result')} stopped
        </Button>
        <Button onClick={() => void act('import.goOn', { id: stopped.importId, on: true })}>Send them all the same</Button>
      </MessageBarActions>
    </MessageBar>
  ));
}

/** Calm bars; nothing when all is well. */
export function Bars(): ReactNode {
  const host = useHostState();
  const { failures, dismiss } = useFailures();
  // While the app is gone, every call fails for that one reason, which is said already.
  const shown = host === 'open' ? failures : [];
  return (
    <div className="app-bars">
      {host === 'gone' && (
        <MessageBar intent="warning">
          <MessageBarBody>
            <MessageBarTitle>Booking Courier is not running.</MessageBarTitle>
            Start it again and use the window that it opens. What was queued is kept.
          </MessageBarBody>
        </MessageBar>
      )}
      {shown.map((failure) => {
        const { what, todo } = fileWording(failure);
        return (
          <MessageBar key={failure.kind} intent="error">
            <MessageBarBody>
              <MessageBarTitle>{what}</MessageBarTitle>
              {todo}
            </MessageBarBody>
            <MessageBarActions
              containerAction={
                <Button appearance="transparent" icon={<Dismiss16Regular />} aria-label="Close" onClick={dismiss} />
              }
            />
          </MessageBar>
        );
      })}
      {host === 'open' && <Notices />}
      {host === 'open' && <Stopped />}
      {host === 'open' && <LoginQuestion />}
    </div>
  );
}
