import type { Translated } from '../../catalogue.js';
import type { settings as english } from '../en/settings.js';

export const settings: Translated<typeof english> = {
  'settings.title': 'تنظیمات',
  'settings.language': 'زبان',
  'settings.theme': 'پوسته',
  'settings.theme.system': 'مانند دستگاه',
  'settings.theme.light': 'روشن',
  'settings.theme.dark': 'تیره',
  'settings.zone': 'منطقهٔ زمانی',
  'settings.zone.help': 'همهٔ زمان‌ها در این منطقه نشان داده می‌شود.',
  'settings.zone.device': 'مانند دستگاه: {zone}',
  'settings.calendar.language': 'مرسوم در این زبان: {calendar}',
  'settings.calendar': 'گاه‌شماری',
  'settings.calendar.gregory': 'میلادی',
  'settings.calendar.persian': 'هجری خورشیدی',
  'settings.singleKeys': 'تک‌کلیدها فرمان باشند',
  'settings.singleKeys.help':
    'مانند j و k در صندوق ورودی. اگر کلیدها سهواً یا با صدا فشرده می‌شوند خاموشش کنید.',
};
