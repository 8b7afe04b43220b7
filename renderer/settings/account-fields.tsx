// What the accounts of BasicPSF and BRP are typed into, and what a try of them said. A secret goes in and is never shown again.
import { Field, Input } from '@fluentui/react-components';
import { CheckmarkCircle16Filled, ErrorCircle16Filled } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { CallOutput } from '../../shared/calls.ts';
import type { Snapshot } from '../../shared/snapshot.ts';

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

export function NameField({ label, hint, value, onChange }: TextProps & { readonly hint: string }): ReactNode {
  return (
    <Field label={label} hint={hint}>
      <Input
        className="setting-text"
        value={value}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(_, data) => onChange(data.value)}
      />
    </Field>
  );
}

interface SecretProps extends TextProps {
  readonly isKept: boolean;
  /** The server that gets to know the secret. */
  readonly goesTo: string;
  /** Where it is kept. */
  readonly keeps: Snapshot['brpAccount']['kept'];
}

export function SecretField({ label, value, onChange, isKept, goesTo, keeps }: SecretProps): ReactNode {
  const goes =
    keeps === 'this-run-only'
      ? `Goes to ${goesTo}, nowhere else, and is kept until Booking Courier is closed: this computer has no keychain that can be used.`
      : `Goes to the keychain and to ${goesTo}, nowhere else.`;
  return (
    <Field label={label} hint={isKept ? 'Kept, and not shown. Type it again only to change it.' : goes}>
      <Input
        className="setting-text"
        type="password"
        value={value}
        maxLength={500}
        autoComplete="off"
        onChange={(_, data) => onChange(data.value)}
      />
    </Field>
  );
}

/** How a try stands; null when none was made. */
export type Trial = CallOutput<'account.test' | 'brp.test'> | 'running' | null;

export function TrialLine({ trial, server }: { readonly trial: Trial; readonly server: string }): ReactNode {
  return (
    <p className="setting-test" role="status">
      {trial === 'running' && `Asking ${server}…`}
      {trial !== null && trial !== 'running' && (
        <span className={trial.works ? 'works' : 'fails'}>
          {trial.works ? <CheckmarkCircle16Filled /> : <ErrorCircle16Filled />}
          {trial.sentence}
        </span>
      )}
      {trial !== null && trial !== 'running' && 'lookUp' in trial && trial.lookUp !== '' && (
        <span className="setting-test-aside">{trial.lookUp}</span>
      )}
    </p>
  );
}
