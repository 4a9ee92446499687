import type { Translated } from '../../catalogue.js';
import type { session as english } from '../en/session.js';

export const session: Translated<typeof english> = {
  'session.title': '登入 Berth',
  'session.about': '預約 GPU、排隊提交工作並隨時追蹤。',
  'session.login': '使用者名稱或電子郵件',
  'session.password': '密碼',
  'session.signIn': '登入',
  'session.signingIn': '登入中…',
  'session.ended': '您的工作階段已結束，請重新登入以繼續。',
  'session.noAccount': '還沒有帳戶？',
  'session.register': '建立帳戶',
  'session.haveAccount': '已有帳戶？',
  'session.username': '使用者名稱',
  'session.username.help': '2 到 40 個字母、數字、點、連字號或底線。',
  'session.email': '電子郵件',
  'session.email.help': '通知會寄送到這裡；其他成員看不到它。',
  'session.password.help': '8 到 256 個字元。一句話更容易記住。',
  'session.createAccount': '建立帳戶',
  'session.awaiting.title': '您的帳戶正在等待管理員',
  'session.awaiting.help': '帳戶 {username} 已建立。管理員啟用後即可登入。',
};
