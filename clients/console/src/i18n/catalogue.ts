import type { messages } from './messages/en/index.js';

export type MessageKey = keyof typeof messages;

/** All texts of a language, in ICU's message format. */
export type Messages = { readonly [key in MessageKey]: string };

/** The texts of one part in another language: those that English has, and no others. */
export type Translated<English> = { readonly [key in keyof English]: string };

export const LOCALES = ['en', 'zh-CN', 'zh-TW', 'fa'] as const;
export type Locale = (typeof LOCALES)[number];

/** Each in its own language: who can't read the page finds theirs. */
export const LOCALE_NAMES: { readonly [locale in Locale]: string } = {
  en: 'English',
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
  fa: 'فارسی',
};

export const directionOf = (locale: Locale): 'ltr' | 'rtl' => (locale === 'fa' ? 'rtl' : 'ltr');

/** The best of ours for what the browser asks for. */
export function preferredLocale(wanted: readonly string[]): Locale {
  for (const tag of wanted) {
    const { language, script, region } = new Intl.Locale(tag);
    if (language === 'fa') return 'fa';
    if (language === 'zh')
      return script === 'Hant' || /^(?:TW|HK|MO)$/.test(region ?? '') ? 'zh-TW' : 'zh-CN';
    if (language === 'en') return 'en';
  }
  return 'en';
}
