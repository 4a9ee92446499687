import type { Translated } from '../../catalogue.js';
import type { settings as english } from '../en/settings.js';

export const settings: Translated<typeof english> = {
  'settings.title': '设置',
  'settings.language': '语言',
  'settings.theme': '主题',
  'settings.theme.system': '跟随设备',
  'settings.theme.light': '浅色',
  'settings.theme.dark': '深色',
  'settings.zone': '时区',
  'settings.zone.help': '所有时间都按此时区显示。',
  'settings.zone.device': '跟随设备：{zone}',
  'settings.calendar.language': '按语言习惯：{calendar}',
  'settings.calendar': '历法',
  'settings.calendar.gregory': '公历',
  'settings.calendar.persian': '波斯历（太阳历）',
  'settings.singleKeys': '单键作为命令',
  'settings.singleKeys.help': '例如待审批页面的 j 和 k。如果会误按或使用语音输入，请关闭。',
};
