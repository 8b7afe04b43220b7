// Single settings as fields: what is typed is kept when the field is left or Enter is pressed, or the field says why not.
import { Field, Input } from '@fluentui/react-components';
import { type ReactNode, useEffect, useState } from 'react';
import { number } from '../../shared/numbers.ts';
import type { Settings } from '../../shared/settings.ts';
import { wording } from '../../shared/wording.ts';
import { useSettings } from '../link/settings.tsx';

type NamesOf<T> = {
  [K in keyof Settings]: Settings[K] extends T
    ? string extends Settings[K]
      ? K
      : number extends Settings[K]
        ? K
        : never
    : never;
}[keyof Settings];

interface FieldProps {
  readonly label: string;
  readonly hint: string;
}

interface TypedProps extends FieldProps {
  readonly kept: string;
  readonly unit?: string;
  readonly check: (text: string) => string;
  readonly keep: (text: string) => Promise<string>;
}

/** A text box with its complaint; `check` and `keep` answer with one, or with nothing. */
export function TypedSetting({ label, hint, kept, unit, check, keep }: TypedProps): ReactNode {
  const [text, setText] = useState(kept);
  const [complaint, complain] = useState('');
  useEffect(() => setText(kept), [kept]);

  async function leave(): Promise<void> {
    const trimmed = text.trim();
    const wrong = check(trimmed);
    complain(wrong);
    if (wrong === '' && trimmed !== kept) complain(await keep(trimmed));
  }

  return (
    <Field label={label} hint={hint} {...(complaint === '' ? {} : { validationMessage: complaint })}>
      <Input
        className={unit === undefined ? 'setting-text' : 'setting-number'}
        value={text}
        {...(unit === undefined ? {} : { contentAfter: unit, inputMode: 'numeric' as const })}
        onChange={(_, data) => setText(data.value)}
        onBlur={() => void leave()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void leave();
          if (event.key === 'Escape') {
            setText(kept);
            complain('');
          }
        }}
      />
    </Field>
  );
}

interface NumberSettingProps extends FieldProps {
  readonly name: NamesOf<number>;
  readonly unit: string;
  readonly least: number;
  readonly most: number;
}

/** A whole number between `least` and `most`. */
export function NumberSetting({ name, label, unit, hint, least, most }: NumberSettingProps): ReactNode {
  const { settings, change } = useSettings();
  return (
    <TypedSetting
      label={label}
      hint={hint}
      unit={unit}
      kept={String(settings[name])}
      check={(text) =>
        /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most
          ? ''
          : `Write a whole number from ${number(least)} to ${number(most)}.`
      }
      keep={async (text) => {
        const failure = await change({ [name]: Number(text) });
        return failure === null ? '' : wording(failure).what;
      }}
    />
  );
}

interface TextSettingProps extends FieldProps {
  readonly name: NamesOf<string>;
  /** A complaint, or nothing. */
  readonly check: (text: string) => string;
}

export function TextSetting({ name, label, hint, check }: TextSettingProps): ReactNode {
  const { settings, change } = useSettings();
  return (
    <TypedSetting
      label={label}
      hint={hint}
      kept={settings[name]}
      check={check}
      keep={async (text) => {
        const failure = await change({ [name]: text });
        return failure === null ? '' : wording(failure).what;
      }}
    />
  );
}
