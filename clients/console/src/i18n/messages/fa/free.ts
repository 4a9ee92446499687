import type { Translated } from '../../catalogue.js';
import type { free as english } from '../en/free.js';

export const free: Translated<typeof english> = {
  'free.title': 'یافتن GPU آزاد',
  'free.about': 'بگویید چه می‌خواهید و برای چه مدت: این‌ها زمان‌ها و جاهایی است که دارند.',
  'free.window': 'از {from}، به مدت {length} آزاد',
  'free.hours': 'ساعت',
  'free.oneHost': 'همه روی یک میزبان',
  'free.none': 'برای این مدت چیزی آزاد نیست',
  'free.none.help':
    '{count, plural, one {# دستگاه استخر جور است} other {# دستگاه استخر جور است}}. کمتر، برای مدت کوتاه‌تر یا هر مدلی بخواهید.',
  'free.matching': '{count, plural, one {# دستگاه جور است} other {# دستگاه جور است}}.',
  'free.inCalendar': 'در تقویم',
};
