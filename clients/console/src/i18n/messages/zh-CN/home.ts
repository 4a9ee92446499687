import type { Translated } from '../../catalogue.js';
import type { home as english } from '../en/home.js';

export const home: Translated<typeof english> = {
  'home.title': '首页',
  'home.signedInAs': '已以 {username} 的身份登录。',
  'home.waiting': '等待您的审批',
  'home.online': '在线主机',
  'home.lost': '失联主机',
  'home.reservations': '您的预约',
  'home.reservations.none': '您当前没有占用 GPU，也没有预约。',
  'home.active': '进行中',
  'home.upcoming': '即将开始',
  'home.jobs': '您的作业',
  'home.jobs.none': '您没有等待中或运行中的作业。',
  'home.running': '运行中',
  'home.queued': '等待中',
  'home.reserve': '预约 GPU',
  'home.submit': '提交作业',
};
