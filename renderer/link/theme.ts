// Fluent's themes with one accent per environment, so that nobody works in the wrong one without seeing it.
// The violet and amber ramps have the lightness of Fluent's own blue, step by step, and so its contrasts.
import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  type Theme,
  webDarkTheme,
  webLightTheme,
} from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';
import type { Environment, Settings } from '../../shared/settings.ts';

const VIOLET: BrandVariants = {
  10: '#171224',
  20: '#231b38',
  30: '#2f244a',
  40: '#3c2e5e',
  50: '#493774',
  60: '#57418b',
  70: '#6448a1',
  80: '#7353ba',
  90: '#8c6adb',
  100: '#a383f2',
  110: '#ad93f3',
  120: '#b7a2f5',
  130: '#c5b6f8',
  140: '#d5caf9',
  150: '#e3ddfa',
  160: '#f2f0fc',
};

const AMBER: BrandVariants = {
  10: '#1e1306',
  20: '#2f1d07',
  30: '#3e2608',
  40: '#4f310b',
  50: '#613b06',
  60: '#734601',
  70: '#824f03',
  80: '#955c02',
  90: '#b77100',
  100: '#cf8932',
  110: '#d49854',
  120: '#dba66d',
  130: '#e3b98c',
  140: '#eaccae',
  150: '#f0decb',
  160: '#f8f1e9',
};

// Chinese and Swedish names are everyday; each system brings its own good face for them.
const FONTS =
  '"Segoe UI Variable Text", "Segoe UI", "Microsoft YaHei UI", -apple-system, "PingFang SC", system-ui, "Noto Sans CJK SC", sans-serif';

/** Fluent's own red and orange letters are too dark on a row that is selected, or under the pointer: they get 4.5:1 there too. */
function legible(theme: Theme): Theme {
  return {
    ...theme,
    colorStatusDangerForeground1: '#e9979e',
    colorStatusWarningForeground3: theme.colorStatusWarningForeground1,
  };
}

function dark(brand: BrandVariants): Theme {
  return legible({ ...createDarkTheme(brand), colorBrandForeground1: brand[110], colorBrandForeground2: brand[120] });
}

const THEMES: Record<Environment, Record<'light' | 'dark', Theme>> = {
  practice: { light: createLightTheme(VIOLET), dark: dark(VIOLET) },
  test: { light: createLightTheme(AMBER), dark: dark(AMBER) },
  production: { light: webLightTheme, dark: legible(webDarkTheme) },
};

const darkSystem = matchMedia('(prefers-color-scheme: dark)');

function useSystemIsDark(): boolean {
  return useSyncExternalStore(
    (listener) => {
      darkSystem.addEventListener('change', listener);
      return () => darkSystem.removeEventListener('change', listener);
    },
    () => darkSystem.matches,
  );
}

/** The theme to draw with. High contrast is the system's own: forced colours replace these. */
export function useTheme(
  environment: Environment,
  chosen: Settings['theme'],
): { readonly theme: Theme; readonly isDark: boolean } {
  const systemIsDark = useSystemIsDark();
  const isDark = chosen === 'system' ? systemIsDark : chosen === 'dark';
  return { theme: { ...THEMES[environment][isDark ? 'dark' : 'light'], fontFamilyBase: FONTS }, isDark };
}
