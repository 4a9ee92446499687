import type { Translated } from '../../catalogue.js';
import type { session as english } from '../en/session.js';

export const session: Translated<typeof english> = {
  'session.title': '登录 Berth',
  'session.about': '预约 GPU、排队提交作业并随时跟进。',
  'session.login': '用户名或电子邮箱',
  'session.password': '密码',
  'session.signIn': '登录',
  'session.signingIn': '正在登录…',
  'session.ended': '您的会话已结束，请重新登录以继续。',
  'session.noAccount': '还没有账户？',
  'session.register': '创建账户',
  'session.haveAccount': '已有账户？',
  'session.username': '用户名',
  'session.username.help': '2 到 40 个字母、数字、点、连字符或下划线。',
  'session.email': '电子邮箱',
  'session.email.help': '通知会发送到这里；其他成员看不到它。',
  'session.password.help': '8 到 256 个字符。一句话更容易记住。',
  'session.createAccount': '创建账户',
  'session.awaiting.title': '您的账户正在等待管理员',
  'session.awaiting.help': '账户 {username} 已创建。管理员激活后即可登录。',
};
