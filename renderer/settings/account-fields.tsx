// What the accounts of BasicPSF and BRP are typed into, and what a try of them said. A secret goes in and is never shown again.
import { Field, Input } from '@fluentui/react-components';
import { CheckmarkCircle16Filled, ErrorCircle16Filled } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { CallOutput } from '../../shared/calls.ts';

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

/** `goesTo` is the server that gets to know the secret, beside the keychain. */
export function SecretField(props: TextProps & { readonly isKept: boolean; readonly goesTo: string }): ReactNode {
  const { label, value, onChange, isKept, goesTo } = props;
  return (
    <Field
      label={label}
      hint={
        isKept ? 'Kept, and not shown. Type it again only to change it.' : `Goes to the keychain and to ${goesTo}, nowhere else.`
      }
    >
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
