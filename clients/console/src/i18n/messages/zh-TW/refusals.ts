import type { Translated } from '../../catalogue.js';
import type { refusals as english } from '../en/refusals.js';

export const refusals: Translated<typeof english> = {
  'refusal.UNREACHABLE': '伺服器沒有回應。請檢查網路連線；未做任何變更。',
  'refusal.UNAVAILABLE': '平台的一部分暫時無法使用，請稍後重試。',
  'refusal.VIEW_BEHIND': '您剛才的變更還無法顯示，請稍後重試。',
  'refusal.UNAUTHENTICATED': '使用者名稱或密碼錯誤，或工作階段已結束。',
  'refusal.FORBIDDEN': '您沒有執行此操作的權限，請聯絡管理員。',
  'refusal.NOT_FOUND': '它不存在，或者您無權檢視。',
  'refusal.ALREADY_EXISTS': '同名的物件已存在，請換一個名稱。',
  'refusal.INVALID_STATE': '其狀態已改變，無法再執行此操作。',
  'refusal.QUOTA_EXCEEDED': '這會超出配額。請減少請求，或等待您的某項占用結束。',
  'refusal.QUEUE_FULL': '您在佇列中的工作已達資源池上限。等部分工作開始後再試。',
  'refusal.CAN_NEVER_RUN': '資源池中沒有任何主機能滿足此請求。請減少 GPU 或選擇其他型號。',
  'refusal.RESERVATION_CONFLICT': '這些裝置在該時段已被占用。請選擇其他時間或較少的裝置。',
  'refusal.IDEMPOTENCY_KEY_REUSED': '此請求曾以其他內容提交。請重新整理頁面後再試。',
  'refusal.RATE_LIMITED': '短時間內請求過多，請稍候再試。',
  'refusal.QUERY_TOO_COSTLY': '一次請求的內容過多，請減少顯示的列數。',
  'refusal.INTERNAL': '平台內部發生錯誤。請將追蹤 ID 告知維運人員。',
  'rule.NUMBER': '必須是不小於 {minimum, number} 的數字。',
  'rule.REQUIRED': '此項必填。',
  'rule.TOO_SMALL':
    '{of, select, characters {至少需要 {minimum, number} 個字元。} entries {至少需要 {minimum, number} 項。} other {不得小於 {minimum, number}。}}',
  'rule.TOO_BIG':
    '{of, select, characters {最多 {maximum, number} 個字元。} entries {最多 {maximum, number} 項。} other {不得大於 {maximum, number}。}}',
};
