import type { Locale, Messages } from './catalogue.js';

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
