// Everything that can be set, each with one line that says what it is for. A field is kept when it is left.
import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useSettings } from '../link/settings.tsx';
import { AccountSection } from './account-section.tsx';
import { BrpSection } from './brp-section.tsx';
import { DataSection } from './data-section.tsx';
import { DesktopSection } from './desktop-section.tsx';
import { EnvironmentSection } from './environment-section.tsx';
import { LookUpFields } from './look-up-fields.tsx';
import { NumberSetting, TextSetting } from './setting-fields.tsx';
import './page.css';
import { DEFAULT_BASE_URL, isSafeBaseUrl, type Settings } from '../../shared/settings.ts';
import { WatchedSection } from './watched-section.tsx';

const THEMES: readonly (readonly [Settings['theme'], string])[] = [
  ['system', 'Like the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

export function SettingsPage(): ReactNode {
  const { settings, change } = useSettings();
  return (
    <div className="page">
      <h1 className="page-title">Settings</h1>
      <div className="settings">
        <EnvironmentSection />
        <AccountSection />
        <BrpSection />
        <WatchedSection key={settings.environment} />
        <section aria-labelledby="settings-sending">
          <h2 id="settings-sending">Sending</h2>
          <NumberSetting
            name="pushIntervalMinutes"
            label="Send at most every"
            unit="minutes"
            hint="0 sends right after every import. Send now does not wait for this."
            least={0}
            most={24 * 60}
          />
          <NumberSetting
            name="keepDeliveredDays"
            label="Forget delivered results after"
            unit="days"
            hint="BasicPSF keeps them all the same. 0 keeps them here for ever. What is still to be sent or needs you is never forgotten, nor what else there is about its order."
            least={0}
            most={3650}
          />
        </section>
        <DesktopSection />
        <section aria-labelledby="settings-appearance">
          <h2 id="settings-appearance">Appearance</h2>
          <Field label="Colours" hint="High contrast always follows the system.">
            <RadioGroup
              layout="horizontal"
              value={settings.theme}
              onChange={(_, data) => void change({ theme: data.value as Settings['theme'] })}
            >
              {THEMES.map(([value, label]) => (
                <Radio key={value} value={value} label={label} />
              ))}
            </RadioGroup>
          </Field>
        </section>
        <DataSection />
        <section aria-labelledby="settings-advanced">
          <h2 id="settings-advanced">Advanced</h2>
          <TextSetting
            name="baseUrl"
            label="Address of BasicPSF"
            hint={`Where Test and Production are. As delivered: ${DEFAULT_BASE_URL}`}
            check={(text) =>
              isSafeBaseUrl(text)
                ? ''
                : 'Write a whole address that starts with https:// and has no user name, question mark or #.'
            }
          />
          <NumberSetting
            name="maxUrlBytes"
            label="How much goes out in one call"
            unit="bytes"
            hint="How many results travel together: about 10 in 1,900 bytes of address. Servers that take less are noticed."
            least={500}
            most={16_000}
          />
          <NumberSetting
            name="maxLearnedUrlBytes"
            label="How far that may grow"
            unit="bytes"
            hint="After calls that went well, more results travel together, up to this length of the address."
            least={500}
            most={16_000}
          />
          <LookUpFields />
        </section>
      </div>
    </div>
  );
}
