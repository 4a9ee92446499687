import type { Translated } from '../../catalogue.js';
import type { requests as english } from '../en/requests.js';

export const requests: Translated<typeof english> = {
  'requests.inbox': 'صندوق ورودی',
  'requests.untitled': 'درخواست GPU',
  'requests.kind.JOB': 'کار',
  'requests.kind.REQUEST': 'درخواست',
  'requests.for': 'به مدت {duration}',
  'requests.gpus': '{count, plural, one {# عدد GPU} other {# عدد GPU}}',
  'requests.noGpu': 'بدون GPU',
  'requests.memory': 'با {gib} گیگابایت یا بیشتر',
  'requests.neededBy': 'لازم تا',
  'requests.reason': 'دلیل',
  'requests.approve': 'تأیید',
  'requests.approve.title': '{count, plural, one {# درخواست} other {# درخواست}} تأیید شود؟',
  'requests.approve.reason.help': 'درخواست‌کننده آن را می‌خواند. می‌تواند خالی باشد.',
  'requests.reject': 'رد',
  'requests.reject.title': '{count, plural, one {# درخواست} other {# درخواست}} رد شود؟',
  'requests.reject.reason.help': 'درخواست‌کننده آن را می‌خواند: بگویید چه چیزی تأیید می‌شد.',
  'requests.failed': '{failed} از {count} انجام نشد:',
  'requests.chooseAll': 'گزینش {count, plural, one {همین یکی} other {هر # مورد}}',
  'requests.chooseNone': 'گزینش هیچ‌کدام',
  'requests.chosen': '{count, plural, one {# گزیده} other {# گزیده}} از {total}',
  'requests.keys': 'کلیدها: j و k جابه‌جایی، x گزینش، a تأیید، r رد.',
  'requests.empty': 'چیزی در انتظار تصمیم نیست',
  'requests.empty.help': 'درخواست‌های GPU و کارهای استخرهایی که تأیید می‌خواهند به اینجا می‌آیند.',
  'requests.more': 'بیشتر',
};
