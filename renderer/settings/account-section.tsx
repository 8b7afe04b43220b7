// The BasicPSF account of the chosen environment. The password goes in and never comes out.
import { Button } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import type { Snapshot } from '../../shared/snapshot.ts';
import { keychainTrouble } from '../../shared/totals.ts';
import { environmentName, wording } from '../../shared/wording.ts';
import { useAct, useSnapshot } from '../link/courier.tsx';
import { NameField, SecretField, type Trial, TrialLine } from './account-fields.tsx';
import { useForgetQuestion } from './forget-question.tsx';

/** Where the account is, in words. */
function whereKept({ account }: Snapshot): string {
  switch (account.kept) {
    case 'not-needed':
      return 'Practice needs no account.';
    case 'keychain':
      return `The account ${account.username} is kept in the keychain of this computer.`;
    case 'this-run-only':
      return `The account ${account.username} is kept until Booking Courier is closed, because this computer has no keychain that can be used.`;
    case 'missing':
      return 'No account is kept yet. Results wait until there is one.';
  }
}

export function AccountSection(): ReactNode {
  const snapshot = useSnapshot();
  const { account, environment } = snapshot;
  const keychain = keychainTrouble(snapshot);
  const needed = account.kept !== 'not-needed';
  return (
    <section aria-labelledby="settings-account">
      <h2 id="settings-account">BasicPSF account{needed && ` for ${environmentName(environment)}`}</h2>
      <p>{whereKept(snapshot)}</p>
      {keychain !== null && (
        <p className="quiet">
          {wording(keychain).what} {wording(keychain).todo}
        </p>
      )}
      <AccountForm key={environment} needed={needed} />
    </section>
  );
}

function AccountForm({ needed }: { readonly needed: boolean }): ReactNode {
  const { account, brpAccount } = useSnapshot();
  const act = useAct();
  const [username, setUsername] = useState(account.username);
  const [password, setPassword] = useState('');
  const [test, setTest] = useState<Trial>(null);
  useEffect(() => setUsername(account.username), [account.username]);
  const { forgetQuestion, askToForget } = useForgetQuestion(
    `the account ${account.username}`,
    'Results wait until there is one again.',
  );
  // What a try said is about what was tried: other words, another account, and it holds no longer.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them makes the last try stale
  useEffect(() => setTest(null), [username, password, account.kept, account.username]);
  const typed = username.trim() !== '' && password !== '';
  const kept = account.kept === 'keychain' || account.kept === 'this-run-only';

  async function save(): Promise<void> {
    if ((await act('account.save', { username: username.trim(), password })) !== null) setPassword('');
  }

  async function forget(): Promise<void> {
    if ((await act('account.forget', {})) !== null) setPassword('');
  }

  async function tryIt(): Promise<void> {
    setTest('running');
    setTest(await act('account.test', typed ? { username: username.trim(), password } : {}));
  }

  return (
    <form
      className="setting-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed) void save();
      }}
    >
      {needed && (
        <>
          <NameField
            label="User name"
            hint="The PPS integration team gives you one for each environment."
            value={username}
            onChange={setUsername}
          />
          <SecretField
            label="Password"
            value={password}
            onChange={setPassword}
            isKept={kept}
            goesTo="BasicPSF"
            keeps={brpAccount.kept}
          />
        </>
      )}
      <div className="setting-buttons">
        {needed && (
          <Button appearance="primary" type="submit" disabled={!typed}>
            Save account
          </Button>
        )}
        <Button disabled={needed && !typed && !kept} disabledFocusable={test === 'running'} onClick={() => void tryIt()}>
          Test connection
        </Button>
        {kept && <Button onClick={() => askToForget(() => void forget())}>Forget account…</Button>}
      </div>
      <TrialLine trial={test} server="BasicPSF" />
      {forgetQuestion}
    </form>
  );
}
