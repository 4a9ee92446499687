import type { Translated } from '../../catalogue.js';
import type { refusals as english } from '../en/refusals.js';

export const refusals: Translated<typeof english> = {
  'refusal.UNREACHABLE': '服务器没有响应。请检查网络连接；未做任何更改。',
  'refusal.UNAVAILABLE': '平台的一部分暂时不可用，请稍后重试。',
  'refusal.VIEW_BEHIND': '您刚才的更改还不能显示，请稍后重试。',
  'refusal.UNAUTHENTICATED': '用户名或密码错误，或会话已结束。',
  'refusal.FORBIDDEN': '您没有执行此操作的权限，请联系管理员。',
  'refusal.NOT_FOUND': '它不存在，或者您无权查看。',
  'refusal.ALREADY_EXISTS': '同名的对象已存在，请换一个名称。',
  'refusal.INVALID_STATE': '其状态已改变，无法再执行此操作。',
  'refusal.QUOTA_EXCEEDED': '这会超出配额。请减少请求，或等待您的某项占用结束。',
  'refusal.QUEUE_FULL': '您在队列中的作业已达到资源池上限。等部分作业开始后再试。',
  'refusal.CAN_NEVER_RUN': '资源池中没有任何主机能满足此请求。请减少 GPU 或选择其他型号。',
  'refusal.RESERVATION_CONFLICT': '这些设备在该时间段已被占用。请选择其他时间或更少的设备。',
  'refusal.IDEMPOTENCY_KEY_REUSED': '此请求曾以其他内容提交。请刷新页面后重试。',
  'refusal.RATE_LIMITED': '短时间内请求过多，请稍候再试。',
  'refusal.QUERY_TOO_COSTLY': '一次请求的内容过多，请减少显示的行数。',
  'refusal.INTERNAL': '平台内部出错。请将跟踪 ID 告知运维人员。',
  'rule.NUMBER': '必须是不小于 {minimum, number} 的数字。',
  'rule.REQUIRED': '此项必填。',
  'rule.TOO_SMALL':
    '{of, select, characters {至少需要 {minimum, number} 个字符。} entries {至少需要 {minimum, number} 项。} other {不得小于 {minimum, number}。}}',
  'rule.TOO_BIG':
    '{of, select, characters {最多 {maximum, number} 个字符。} entries {最多 {maximum, number} 项。} other {不得大于 {maximum, number}。}}',
};
