import { LOCALES, preferredLocale, directionOf, type Locale } from './catalogue.js';

export const CALENDARS = ['gregory', 'persian'] as const;
export type CalendarSystem = (typeof CALENDARS)[number];
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** How the reader wants the console: kept in the browser, so that it holds before the sign-in too. */
export interface Look {
  readonly locale: Locale;
  readonly theme: Theme;
  /** IANA name; undefined: the device's. */
  readonly zone: string | undefined;
  /** Undefined: that of the language. */
  readonly calendar: CalendarSystem | undefined;
  /** Whether single keys are commands: who speaks to the computer, or types by mistake, turns them off (WCAG 2.1.4). */
  readonly singleKeys: boolean;
}

/** `before-paint.js` reads it too. */
const KEY = 'berth-look';

const oneOf = <Value extends string>(values: readonly Value[], given: unknown): Value | undefined =>
  values.find((each) => each === given);

export function isZone(zone: unknown): zone is string {
  if (typeof zone !== 'string' || zone === '') return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** @param kept JSON that anybody may have written */
export function readLook(kept: string | null, languages: readonly string[]): Look {
  let given: { readonly [name: string]: unknown } = {};
  try {
    given = (JSON.parse(kept ?? '{}') ?? {}) as typeof given;
  } catch {
    // as if nothing were kept
  }
  const locale = oneOf(LOCALES, given['locale']) ?? preferredLocale(languages);
  const zone = given['zone'];
  return {
    locale,
    theme: oneOf(THEMES, given['theme']) ?? 'system',
    zone: isZone(zone) ? zone : undefined,
    calendar: oneOf(CALENDARS, given['calendar']),
    singleKeys: given['singleKeys'] !== false,
  };
}

export const loadLook = (): Look => {
  let kept: string | null = null;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    // the browser keeps nothing for this page
  }
  return readLook(kept, navigator.languages);
};

export function keepLook(look: Look): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(look));
  } catch {
    // holds as long as the page is open
  }
}

/** What the style sheets go by. */
export function applyLook({ locale, theme }: Look): void {
  const root = document.documentElement;
  root.lang = locale;
  root.dir = directionOf(locale);
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset['theme'] = theme === 'system' ? (dark ? 'dark' : 'light') : theme;
}
