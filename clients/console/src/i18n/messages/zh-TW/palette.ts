import type { Translated } from '../../catalogue.js';
import type { palette as english } from '../en/palette.js';

export const palette: Translated<typeof english> = {
  'palette.open': '搜尋',
  'palette.title': '前往',
  'palette.placeholder': '頁面、工作、主機、預約……',
  'palette.nothing': '沒有這個名稱的內容。',
  'palette.kind.PLACE': '頁面',
  'palette.kind.JOB': '工作',
  'palette.kind.HOST': '主機',
  'palette.kind.RESERVATION': '預約',
};
