// The settings as the app keeps them, read once and after each change.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { CallInput } from '../../shared/calls.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Result } from '../../shared/result.ts';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { useCourier, useFirstSnapshot } from './courier.tsx';

interface SettingsAccess {
  readonly settings: Settings;
  /** Keeps what is given; answers with what stood in the way, or null. */
  readonly change: (patch: CallInput<'settings.change'>) => Promise<Failure | null>;
  /** The same for what belongs to BRP in the open environment. */
  readonly changeBrp: (patch: CallInput<'brp.change'>) => Promise<Failure | null>;
  /** The same for the folder that the open environment watches. */
  readonly changeWatched: (patch: CallInput<'watched.change'>) => Promise<Failure | null>;
}

const SettingsContext = createContext<SettingsAccess>({
  settings: defaultSettings(),
  change: async () => null,
  changeBrp: async () => null,
  changeWatched: async () => null,
});

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
  const access = useMemo(() => {
    function adopt(reply: Result<Settings>): Failure | null {
      if (reply.ok) setSettings(reply.value);
      return reply.ok ? null : reply.failure;
    }
    return {
      settings,
      change: async (patch: CallInput<'settings.change'>) => adopt(await courier.call('settings.change', patch)),
      changeBrp: async (patch: CallInput<'brp.change'>) => adopt(await courier.call('brp.change', patch)),
      changeWatched: async (patch: CallInput<'watched.change'>) => adopt(await courier.call('watched.change', patch)),
    };
  }, [settings, courier]);
  return <SettingsContext value={access}>{children}</SettingsContext>;
}

/** The settings, and the way to change them. */
export function useSettings(): SettingsAccess {
  return useContext(SettingsContext);
}
