// The settings as the app keeps them, read once and after each change.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { CallInput } from '../shared/calls.ts';
import type { Failure } from '../shared/failure.ts';
import { defaultSettings, type Settings } from '../shared/settings.ts';
import { useCourier, useFirstSnapshot } from './courier.tsx';

interface SettingsAccess {
  readonly settings: Settings;
  /** Keeps what is given; answers with what stood in the way, or null. */
  readonly change: (patch: CallInput<'settings.change'>) => Promise<Failure | null>;
}

const SettingsContext = createContext<SettingsAccess>({ settings: defaultSettings(), change: async () => null });

/** Reads the settings as soon as the app answers. */
export function SettingsProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const courier = useCourier();
  const environment = useFirstSnapshot()?.environment;
  const [settings, setSettings] = useState(defaultSettings);
  useEffect(() => {
    if (environment === undefined) return;
    void courier.call('settings.get', {}).then((reply) => {
      if (reply.ok) setSettings(reply.value as Settings);
    });
  }, [courier, environment]);
  const change = useCallback(
    async (patch: CallInput<'settings.change'>) => {
      const reply = await courier.call('settings.change', patch);
      if (!reply.ok) return reply.failure;
      setSettings(reply.value as Settings);
      return null;
    },
    [courier],
  );
  const access = useMemo(() => ({ settings, change }), [settings, change]);
  return <SettingsContext value={access}>{children}</SettingsContext>;
}

/** The settings, and the way to change them. */
export function useSettings(): SettingsAccess {
  return useContext(SettingsContext);
}
