import type { Translated } from '../../catalogue.js';
import type { home as english } from '../en/home.js';

export const home: Translated<typeof english> = {
  'home.title': '首頁',
  'home.signedInAs': '已以 {username} 的身分登入。',
  'home.waiting': '等待您的審核',
  'home.online': '線上主機',
  'home.lost': '失聯主機',
  'home.reservations': '您的預約',
  'home.reservations.none': '您目前沒有占用 GPU，也沒有預約。',
  'home.active': '進行中',
  'home.upcoming': '即將開始',
  'home.jobs': '您的工作',
  'home.jobs.none': '您沒有等待中或執行中的工作。',
  'home.running': '執行中',
  'home.queued': '等待中',
  'home.reserve': '預約 GPU',
  'home.submit': '提交工作',
};
