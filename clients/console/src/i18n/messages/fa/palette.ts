import type { Translated } from '../../catalogue.js';
import type { palette as english } from '../en/palette.js';

export const palette: Translated<typeof english> = {
  'palette.open': 'جستجو',
  'palette.title': 'رفتن به',
  'palette.placeholder': 'یک صفحه، کار، میزبان، رزرو…',
  'palette.nothing': 'چیزی با این نام نیست.',
  'palette.kind.PLACE': 'صفحه',
  'palette.kind.JOB': 'کار',
  'palette.kind.HOST': 'میزبان',
  'palette.kind.RESERVATION': 'رزرو',
};
