import type { Translated } from '../../catalogue.js';
import type { free as english } from '../en/free.js';

export const free: Translated<typeof english> = {
  'free.title': '查找空闲 GPU',
  'free.about': '说明您需要什么、需要多久，这里列出满足的时间和地点。',
  'free.window': '{from} 起，空闲 {length}',
  'free.hours': '小时',
  'free.oneHost': '都在同一主机上',
  'free.none': '没有能空闲这么久的',
  'free.none.help': '{count, plural, other {资源池中有 # 个设备符合}}。请减少数量、缩短时间或选择任意型号。',
  'free.matching': '{count, plural, other {# 个设备符合}}。',
  'free.inCalendar': '在日历中查看',
};
