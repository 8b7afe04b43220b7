// How the chosen environment reaches BRP. The API key and the password go in and never come out.
import { Button, Checkbox, Field, Radio, RadioGroup } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { API_KEY_LEVELS, type BrpSettings, isApiUrl } from '../../shared/booking-settings.ts';
import { brpWording } from '../../shared/brp-wording.ts';
import type { CallInput } from '../../shared/calls.ts';
import { environmentName } from '../../shared/wording.ts';
import { useAct, useSnapshot } from '../link/courier.tsx';
import { useSettings } from '../link/settings.tsx';
import { NameField, SecretField, type Trial, TrialLine } from './account-fields.tsx';
import { useForgetQuestion } from './forget-question.tsx';
import { TypedSetting } from './setting-fields.tsx';

const LEVELS: Record<(typeof API_KEY_LEVELS)[number], string> = {
  1: '1: the bookings of the account',
  2: '2: the bookings of the account, and changes',
  3: '3: also whole resources; acts for a person ID',
};

export function BrpSection(): ReactNode {
  const { environment } = useSnapshot();
  return (
    <section aria-labelledby="settings-brp">
      <h2 id="settings-brp">
        BRP, where service bookings are{environment !== 'practice' && `, for ${environmentName(environment)}`}
      </h2>
      {environment === 'practice' && <p>Practice has a BRP of its own. It needs no address, no key and no account.</p>}
      <BrpFields key={environment} />
      <BrpAccess key={`access ${environment}`} />
    </section>
  );
}

function BrpFields(): ReactNode {
  const { environment } = useSnapshot();
  const { settings, changeBrp } = useSettings();
  const brp = settings.brp[environment];

  async function keep(patch: CallInput<'brp.change'>): Promise<string> {
    const failure = await changeBrp(patch);
    return failure === null ? '' : brpWording(failure).what;
  }
  return (
    <>
      {environment !== 'practice' && (
        <TypedSetting
          label="Address of BRP"
          hint="Your own, such as https://example.brpsystems.com/brponline/api/ver2"
          kept={brp.baseUrl}
          check={(text) =>
            text === '' || isApiUrl(text)
              ? ''
              : 'Write a whole address that starts with https:// and has no user name, question mark or #.'
          }
          keep={(baseUrl) => keep({ baseUrl })}
        />
      )}
      <Field label="What the API key may see" hint="BRP calls this the level of the key; whoever gave it to you knows it.">
        <RadioGroup
          value={String(brp.level)}
          onChange={(_, data) => void keep({ level: Number(data.value) as BrpSettings['level'] })}
        >
          {API_KEY_LEVELS.map((level) => (
            <Radio key={level} value={String(level)} label={LEVELS[level]} />
          ))}
        </RadioGroup>
      </Field>
      {brp.level === 3 && (
        <TypedSetting
          label="Person ID"
          hint={
            environment === 'practice'
              ? 'Whom the key acts for. Empty is the person that Practice knows.'
              : 'Whom the key acts for.'
          }
          kept={brp.personid === null ? '' : String(brp.personid)}
          check={(text) => (/^([1-9]\d{0,14})?$/.test(text) ? '' : 'Write a whole number, or nothing.')}
          keep={(text) => keep({ personid: text === '' ? null : Number(text) })}
        />
      )}
      {brp.level === 3 && (
        <Checkbox
          label="Name the person also when a resource is listed"
          checked={brp.personidWithResource}
          onChange={(_, data) => void keep({ personidWithResource: data.checked === true })}
        />
      )}
      <Field
        label="How BRP writes its lists"
        hint="Leave XML, which BRP documents, unless whoever looks after BRP says that JSON works better there."
      >
        <RadioGroup
          layout="horizontal"
          value={brp.format}
          onChange={(_, data) => void keep({ format: data.value as BrpSettings['format'] })}
        >
          <Radio value="xml" label="XML" />
          <Radio value="json" label="JSON" />
        </RadioGroup>
      </Field>
      <TypedSetting
        label="Facilities"
        hint="Their IDs in BRP, with commas between. Empty asks for all."
        kept={brp.facilities.join(', ')}
        check={(text) =>
          /^\s*(\d{1,15}(\s*,\s*\d{1,15})*)?\s*$/.test(text) ? '' : 'Write whole numbers with commas between, such as 11, 14.'
        }
        keep={(text) =>
          keep({
            facilities: text
              .split(',')
              .filter((part) => part.trim() !== '')
              .map(Number),
          })
        }
      />
      <TypedSetting
        label="Ask for the list on show every"
        hint="While the bookings are open in this window."
        unit="minutes"
        kept={String(brp.refreshMinutes)}
        check={(text) =>
          /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 1440 ? '' : 'Write a whole number from 1 to 1,440.'
        }
        keep={(text) => keep({ refreshMinutes: Number(text) })}
      />
    </>
  );
}

function keptWords({ kept, hasKey, username }: ReturnType<typeof useSnapshot>['brpAccount'], level: number): string {
  const where =
    kept === 'keychain'
      ? 'in the keychain of this computer'
      : 'until Booking Courier is closed, because this computer has no keychain that can be used';
  if (!hasKey && username === '') return 'No API key and no account are kept yet.';
  const parts = [hasKey ? 'The API key' : '', username === '' ? '' : `the account ${username}`].filter((part) => part !== '');
  const missing = !hasKey
    ? ' The API key is still missing.'
    : username === '' && level !== 3
      ? ' The account is still missing.'
      : '';
  const words = `${parts.join(' and ')} ${parts.length > 1 ? 'are' : 'is'} kept ${where}.${missing}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function BrpAccess(): ReactNode {
  const { environment, brpAccount } = useSnapshot();
  const { settings } = useSettings();
  const { level } = settings.brp[environment];
  const act = useAct();
  const [apikey, setApikey] = useState('');
  const [username, setUsername] = useState(brpAccount.username);
  const [password, setPassword] = useState('');
  const [test, setTest] = useState<Trial>(null);
  useEffect(() => setUsername(brpAccount.username), [brpAccount.username]);
  const { forgetQuestion, askToForget } = useForgetQuestion(
    'the API key and the account of BRP',
    'The last lists stay readable; nothing is asked of BRP, and changes wait, until there is a key again.',
  );
  // What a try said is about what was tried: another key, account or address, and it holds no longer.
  const tried = JSON.stringify([apikey, username, password, brpAccount, settings.brp[environment]]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them makes the last try stale
  useEffect(() => setTest(null), [tried]);
  const needed = brpAccount.kept !== 'not-needed';
  const hasAccount = username.trim() !== '' && password !== '';
  const typed = apikey.trim() !== '' || hasAccount;
  const given = {
    ...(apikey.trim() === '' ? {} : { apikey: apikey.trim() }),
    ...(hasAccount ? { username: username.trim(), password } : {}),
  };

  function clear(): void {
    setApikey('');
    setPassword('');
  }
  async function tryIt(): Promise<void> {
    setTest('running');
    setTest(await act('brp.test', given));
  }
  return (
    <form
      className="setting-form"
      aria-label="BRP account"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed) void act('brp.save', given).then((done) => done !== null && clear());
      }}
    >
      {needed && (
        <>
          <p>{keptWords(brpAccount, level)}</p>
          <SecretField
            label="API key"
            value={apikey}
            onChange={setApikey}
            isKept={brpAccount.hasKey}
            goesTo="BRP"
            keeps={brpAccount.kept}
          />
          <NameField
            label="User name in BRP"
            hint={
              level === 3
                ? 'A level 3 key may do without one; with one, BRP is signed in to as well.'
                : 'Whose bookings “Mine” and “My shifts” are.'
            }
            value={username}
            onChange={setUsername}
          />
          <SecretField
            label="Password in BRP"
            value={password}
            onChange={setPassword}
            isKept={brpAccount.username !== ''}
            goesTo="BRP"
            keeps={brpAccount.kept}
          />
        </>
      )}
      <div className="setting-buttons">
        {needed && (
          <Button appearance="primary" type="submit" disabled={!typed}>
            Save for BRP
          </Button>
        )}
        <Button disabledFocusable={test === 'running'} onClick={() => void tryIt()}>
          Test BRP connection
        </Button>
        {needed && (brpAccount.hasKey || brpAccount.username !== '') && (
          <Button onClick={() => askToForget(() => void act('brp.forget', {}).then((done) => done !== null && clear()))}>
            Forget key and account…
          </Button>
        )}
      </div>
      <TrialLine trial={test} server="BRP" />
      {forgetQuestion}
    </form>
  );
}
