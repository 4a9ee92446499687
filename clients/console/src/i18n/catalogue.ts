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

/** One language at a time is loaded. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  switch (locale) {
    case 'en':
      return (await import('./messages/en/index.js')).messages;
    case 'fa':
      return (await import('./messages/fa/index.js')).messages;
    case 'zh-CN':
      return (await import('./messages/zh-CN/index.js')).messages;
    case 'zh-TW':
      return (await import('./messages/zh-TW/index.js')).messages;
  }
}

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
