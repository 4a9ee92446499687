import type { Translated } from '../../catalogue.js';
import type { requests as english } from '../en/requests.js';

export const requests: Translated<typeof english> = {
  'requests.inbox': '待審核',
  'requests.untitled': 'GPU 申請',
  'requests.kind.JOB': '工作',
  'requests.kind.REQUEST': '申請',
  'requests.for': '時長 {duration}',
  'requests.gpus': '{count, plural, other {# 個 GPU}}',
  'requests.noGpu': '無 GPU',
  'requests.memory': '顯示記憶體不少於 {gib} GB',
  'requests.neededBy': '需要在此之前',
  'requests.reason': '理由',
  'requests.approve': '核准',
  'requests.approve.title': '核准 {count, plural, other {# 項申請}}？',
  'requests.approve.reason.help': '申請人會看到。可以留空。',
  'requests.reject': '拒絕',
  'requests.reject.title': '拒絕 {count, plural, other {# 項申請}}？',
  'requests.reject.reason.help': '申請人會看到：請說明怎樣才能獲准。',
  'requests.failed': '{count} 項中有 {failed} 項未能處理：',
  'requests.chooseAll': '選擇顯示的 {count, plural, other {# 項}}',
  'requests.chooseNone': '取消選擇',
  'requests.chosen': '共 {total} 項，已選 {count, plural, other {# 項}}',
  'requests.keys': '按鍵：j 與 k 移動，x 選擇，a 核准，r 拒絕。',
  'requests.empty': '沒有待審核的申請',
  'requests.empty.help': 'GPU 申請，以及需要審核的資源池的工作，會出現在這裡。',
  'requests.more': '顯示更多',
};
