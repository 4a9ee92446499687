import type { Translated } from '../../catalogue.js';
import type { home as english } from '../en/home.js';

export const home: Translated<typeof english> = {
  'home.title': 'خانه',
  'home.signedInAs': 'با نام {username} وارد شده‌اید.',
  'home.waiting': 'در انتظار تصمیم شما',
  'home.online': 'میزبان‌های برخط',
  'home.lost': 'میزبان‌های گم‌شده',
  'home.reservations': 'رزروهای شما',
  'home.reservations.none': 'GPU در اختیار ندارید و چیزی برایتان رزرو نیست.',
  'home.active': 'اکنون',
  'home.upcoming': 'آینده',
  'home.jobs': 'کارهای شما',
  'home.jobs.none': 'هیچ کاری از شما در انتظار یا در اجرا نیست.',
  'home.running': 'در اجرا',
  'home.queued': 'در انتظار',
  'home.reserve': 'رزرو GPU',
  'home.submit': 'فرستادن کار',
};
