import type { Translated } from '../../catalogue.js';
import type { free as english } from '../en/free.js';

export const free: Translated<typeof english> = {
  'free.title': '尋找空閒 GPU',
  'free.about': '說明您需要什麼、需要多久，這裡列出符合的時間和地點。',
  'free.window': '{from} 起，空閒 {length}',
  'free.hours': '小時',
  'free.oneHost': '都在同一主機上',
  'free.none': '沒有能空閒這麼久的',
  'free.none.help': '{count, plural, other {資源池中有 # 個裝置符合}}。請減少數量、縮短時間或選擇任意型號。',
  'free.matching': '{count, plural, other {# 個裝置符合}}。',
  'free.inCalendar': '在行事曆中檢視',
};
