import type { Translated } from '../../catalogue.js';
import type { requests as english } from '../en/requests.js';

export const requests: Translated<typeof english> = {
  'requests.inbox': '待审批',
  'requests.untitled': 'GPU 申请',
  'requests.kind.JOB': '作业',
  'requests.kind.REQUEST': '申请',
  'requests.for': '时长 {duration}',
  'requests.gpus': '{count, plural, other {# 个 GPU}}',
  'requests.noGpu': '无 GPU',
  'requests.memory': '显存不少于 {gib} GB',
  'requests.neededBy': '需要在此之前',
  'requests.reason': '理由',
  'requests.approve': '批准',
  'requests.approve.title': '批准 {count, plural, other {# 项申请}}？',
  'requests.approve.reason.help': '申请人会看到。可以留空。',
  'requests.reject': '拒绝',
  'requests.reject.title': '拒绝 {count, plural, other {# 项申请}}？',
  'requests.reject.reason.help': '申请人会看到：请说明怎样才能获批。',
  'requests.failed': '{count} 项中有 {failed} 项未能处理：',
  'requests.chooseAll': '选择显示的 {count, plural, other {# 项}}',
  'requests.chooseNone': '取消选择',
  'requests.chosen': '共 {total} 项，已选 {count, plural, other {# 项}}',
  'requests.keys': '按键：j 和 k 移动，x 选择，a 批准，r 拒绝。',
  'requests.empty': '没有待审批的申请',
  'requests.empty.help': 'GPU 申请，以及需要审批的资源池的作业，会出现在这里。',
  'requests.more': '显示更多',
};
