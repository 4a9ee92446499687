import type { Translated } from '../../catalogue.js';
import type { refusals as english } from '../en/refusals.js';

export const refusals: Translated<typeof english> = {
  'refusal.UNREACHABLE': '服务器没有响应。请检查网络连接；未做任何更改。',
  'refusal.UNAVAILABLE': '平台的一部分暂时不可用，请稍后重试。',
  'refusal.UNAUTHENTICATED': '用户名或密码错误，或会话已结束。',
  'refusal.FORBIDDEN': '您没有执行此操作的权限，请联系管理员。',
  'refusal.NOT_FOUND': '它不存在，或者您无权查看。',
  'refusal.RATE_LIMITED': '短时间内请求过多，请稍候再试。',
  'refusal.ALREADY_EXISTS': '已经存在。',
  'refusal.INTERNAL': '平台内部出错。请将跟踪 ID 告知运维人员。',
  'refusal.CONFLICT': '这些设备在该时间段已被占用。',
};
