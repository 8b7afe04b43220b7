// Which BasicPSF the window works with. Choosing one does nothing yet, so that arrow keys only look; the button switches. Production is live data and is entered only with the word typed out.
import { Button, Field, Input, Radio, RadioGroup } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { counted } from '../../shared/numbers.ts';
import { DATABASES, type Environment } from '../../shared/settings.ts';
import { environmentName } from '../../shared/wording.ts';
import { useAct, useSnapshot } from '../link/courier.tsx';
import { TitledDialog } from '../link/titled-dialog.tsx';

const WORD = environmentName('production');

const CHOICES: readonly (readonly [Environment, string])[] = [
  ['practice', 'Built in, with sample orders. Nothing reaches BasicPSF, and no account is needed.'],
  ['test', `The database ${DATABASES.test}, with test records from the PPS integration team.`],
  ['production', `The database ${DATABASES.production}: live PPS data.`],
];

export function EnvironmentSection(): ReactNode {
  const snapshot = useSnapshot();
  const act = useAct();
  const [asking, ask] = useState(false);
  const [chosen, choose] = useState<Environment | null>(null);
  const wanted = chosen ?? snapshot.environment;

  function enter(): void {
    if (wanted === 'production') ask(true);
    else void act('environment.switch', { environment: wanted }).then(() => choose(null));
  }

  return (
    <section aria-labelledby="settings-environment">
      <h2 id="settings-environment">Environment</h2>
      <RadioGroup aria-labelledby="settings-environment" value={wanted} onChange={(_, data) => choose(data.value as Environment)}>
        {CHOICES.map(([environment, what]) => {
          const waiting = snapshot.elsewhere.find((other) => other.environment === environment)?.waiting ?? 0;
          return (
            <Radio
              key={environment}
              value={environment}
              label={
                <>
                  {environmentName(environment)}
                  <span className="setting-what">
                    {what}
                    {waiting > 0 && ` ${counted(waiting, 'result waits', 'results wait')} there.`}
                  </span>
                </>
              }
            />
          );
        })}
      </RadioGroup>
      {wanted !== snapshot.environment && (
        <div className="setting-buttons">
          <Button appearance="primary" onClick={enter}>
            Switch to {environmentName(wanted)}
            {wanted === 'production' ? '…' : ''}
          </Button>
          <Button onClick={() => choose(null)}>Stay in {environmentName(snapshot.environment)}</Button>
        </div>
      )}
      <p className="quiet">Each environment has its own outbox and account. What was queued in one is never sent to another.</p>
      <ProductionDialog isOpen={asking} close={() => ask(false)} done={() => choose(null)} />
    </section>
  );
}

interface ProductionDialogProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly done: () => void;
}

function ProductionDialog({ isOpen, close, done }: ProductionDialogProps): ReactNode {
  const act = useAct();
  const [word, setWord] = useState('');
  const fits = word.trim() === WORD;
  const isOnTheWay = WORD.startsWith(word.trimStart()) || fits;

  async function enter(): Promise<void> {
    if (!fits) return;
    await act('environment.switch', { environment: 'production', word: word.trim() });
    setWord('');
    close();
    done();
  }

  return (
    <TitledDialog
      isOpen={isOpen}
      close={close}
      title="Switch to Production?"
      submit={() => void enter()}
      contentClassName="setting-dialog"
      actions={
        <>
          <Button appearance="primary" type="submit" disabled={!fits}>
            Switch to Production
          </Button>
          <Button onClick={close}>Stay in {environmentName(useSnapshot().environment)}</Button>
        </>
      }
    >
      <p>Everything that you import from then on is written to live PPS data.</p>
      <Field
        label={`Type the word ${WORD}`}
        {...(word === '' || isOnTheWay ? {} : { validationMessage: `Type it exactly so, with a capital P: ${WORD}` })}
      >
        <Input value={word} autoComplete="off" spellCheck={false} onChange={(_, data) => setWord(data.value)} />
      </Field>
    </TitledDialog>
  );
}
