import type { Translated } from '../../catalogue.js';
import type { refusals as english } from '../en/refusals.js';

export const refusals: Translated<typeof english> = {
  'refusal.UNREACHABLE': '伺服器沒有回應。請檢查網路連線；未做任何變更。',
  'refusal.UNAVAILABLE': '平台的一部分暫時無法使用，請稍後重試。',
  'refusal.UNAUTHENTICATED': '使用者名稱或密碼錯誤，或工作階段已結束。',
  'refusal.FORBIDDEN': '您沒有執行此操作的權限，請聯絡管理員。',
  'refusal.NOT_FOUND': '它不存在，或者您無權檢視。',
  'refusal.RATE_LIMITED': '短時間內請求過多，請稍候再試。',
  'refusal.ALREADY_EXISTS': '已經存在。',
  'refusal.INTERNAL': '平台內部發生錯誤。請將追蹤 ID 告知維運人員。',
  'refusal.CONFLICT': '這些裝置在該時段已被占用。',
};
