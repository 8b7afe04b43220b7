// Whether orders are looked up in BasicPSF, and what its fields are called: a part of Advanced.
import { Field, Switch } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { DEFAULT_HELD_FIELDS, type HeldFields, isTimeZone } from '../../shared/held-order.ts';
import { environmentName, wording } from '../../shared/wording.ts';
import { useFailures, useSnapshot } from '../link/courier.tsx';
import { useSettings } from '../link/settings.tsx';
import { TypedSetting } from './setting-fields.tsx';

const FIELDS: readonly (readonly [keyof HeldFields, string])[] = [
  ['internalOrderRef', 'order reference'],
  ['bookingResult', 'result'],
  ['bookingDate', 'date'],
  ['inspectorName', 'inspector'],
  ['confirmedAt', 'time of confirmation'],
];

export function LookUpFields(): ReactNode {
  const { environment } = useSnapshot();
  const { settings, change } = useSettings();
  const { report } = useFailures();
  const { lookUp } = settings;

  async function keep(patch: Partial<typeof lookUp>): Promise<string> {
    const failure = await change({ lookUp: { ...lookUp, ...patch } });
    return failure === null ? '' : wording(failure).what;
  }

  async function turn(on: boolean): Promise<void> {
    const failure = await change({ lookUp: { ...lookUp, on: { ...lookUp.on, [environment]: on } } });
    if (failure !== null) report(failure);
  }

  return (
    <>
      <Field hint="Before an old result goes out, and after a lost answer, BasicPSF is asked what it holds. Where it does not answer, results are delivered all the same.">
        <Switch
          label={`Look orders up in BasicPSF for ${environmentName(environment)}`}
          checked={lookUp.on[environment]}
          onChange={(_, { checked }) => void turn(checked)}
        />
      </Field>
      {FIELDS.map(([name, label]) => (
        <TypedSetting
          key={name}
          label={`BasicPSF's field for the ${label}`}
          hint={`As delivered: ${DEFAULT_HELD_FIELDS[name]}`}
          kept={lookUp.fields[name]}
          check={(text) => (text === '' || text.length > 100 ? 'Write the name of the field on the layout "QC_Booking".' : '')}
          keep={(text) => keep({ fields: { ...lookUp.fields, [name]: text } })}
        />
      ))}
      <TypedSetting
        label="Time zone of the BasicPSF server"
        hint="Its times carry no zone. Such as Europe/Stockholm or Asia/Shanghai."
        kept={lookUp.timeZone}
        check={(text) => (isTimeZone(text) ? '' : 'Write the name of a time zone, such as Europe/Stockholm.')}
        keep={(text) => keep({ timeZone: text })}
      />
    </>
  );
}
