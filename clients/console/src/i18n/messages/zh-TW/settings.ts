import type { Translated } from '../../catalogue.js';
import type { settings as english } from '../en/settings.js';

export const settings: Translated<typeof english> = {
  'settings.title': '設定',
  'settings.language': '語言',
  'settings.theme': '佈景主題',
  'settings.theme.system': '跟隨裝置',
  'settings.theme.light': '淺色',
  'settings.theme.dark': '深色',
  'settings.zone': '時區',
  'settings.zone.help': '所有時間都以此時區顯示。',
  'settings.zone.device': '跟隨裝置：{zone}',
  'settings.calendar.language': '依語言慣例：{calendar}',
  'settings.calendar': '曆法',
  'settings.calendar.gregory': '公曆',
  'settings.calendar.persian': '波斯曆（太陽曆）',
  'settings.singleKeys': '單鍵作為指令',
  'settings.singleKeys.help': '例如待審核頁面的 j 與 k。若會誤按或使用語音輸入，請關閉。',
};
