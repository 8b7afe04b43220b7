// The names of the months, in full and shortened, in the languages of the offices and of those who write to them: by the list
// that every browser has (CLDR, through Intl). A name that is not on it is no month: "marras" is November, not March. Pure.

const LANGUAGES = [
  'en',
  'sv',
  'fi',
  'de',
  'da',
  'nb',
  'fr',
  'es',
  'it',
  'nl',
  'pt',
  'pl',
  'et',
  'lt',
  'lv',
  'cs',
  'hu',
  'ro',
  'tr',
  'is',
  'ru',
  'uk',
  'el',
  'vi',
  'hr',
  'sl',
];
/** What people write beside what the list has. */
const ALSO: Readonly<Record<string, number>> = { sept: 9, maj: 5, okt: 10, dez: 12, mrz: 3 };

let months: ReadonlyMap<string, number> | null = null;

function plain(name: string): string {
  return name.normalize('NFC').toLowerCase().replace(/\.$/, '');
}

function learn(): ReadonlyMap<string, number> {
  const found = new Map<string, Set<number>>();
  const add = (name: string, month: number): void => {
    const key = plain(name);
    if (/^\p{L}{3,}$/u.test(key)) found.set(key, (found.get(key) ?? new Set()).add(month));
  };
  for (const language of LANGUAGES) {
    for (const form of ['long', 'short'] as const) {
      const alone = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, { month: form, timeZone: 'UTC' });
      // Beside a day many languages bend the name.
      const bent = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, { day: 'numeric', month: form, timeZone: 'UTC' });
      for (let month = 1; month <= 12; month += 1) {
        const day = Date.UTC(2025, month - 1, 15);
        for (const { type, value } of [...alone.formatToParts(day), ...bent.formatToParts(day)]) {
          if (type === 'month') add(value, month);
        }
      }
    }
  }
  for (const [name, month] of Object.entries(ALSO)) add(name, month);
  // A name that means one month here and another there says nothing.
  return new Map([...found].filter(([, meant]) => meant.size === 1).map(([name, meant]) => [name, [...meant][0] as number]));
}

/** The month that a name means, from 1; 0 when it means none, or one of two. */
export function monthOf(name: string): number {
  months ??= learn();
  return months.get(plain(name)) ?? 0;
}
