// What stands above a page: the app is not there, or something that was asked for did not work.
import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { fileWording } from '../files/wrong-file-words.ts';
import { useFailures, useHostState } from '../link/courier.tsx';
import { LoginQuestion } from './login-question.tsx';

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
      {host === 'open' && <LoginQuestion />}
    </div>
  );
}
