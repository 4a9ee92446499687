import type { Translated } from '../../catalogue.js';
import type { refusals as english } from '../en/refusals.js';

export const refusals: Translated<typeof english> = {
  'refusal.UNREACHABLE': 'سرور پاسخ نمی‌دهد. اتصال خود را بررسی کنید؛ چیزی تغییر نکرد.',
  'refusal.UNAVAILABLE': 'بخشی از سامانه اکنون در دسترس نیست. کمی بعد دوباره تلاش کنید.',
  'refusal.VIEW_BEHIND': 'آنچه همین حالا تغییر دادید هنوز نمایش‌دادنی نیست. کمی بعد دوباره تلاش کنید.',
  'refusal.UNAUTHENTICATED': 'نام کاربری یا گذرواژه نادرست است، یا نشست پایان یافته است.',
  'refusal.FORBIDDEN': 'اجازهٔ این کار را ندارید. از مدیر بخواهید.',
  'refusal.NOT_FOUND': 'وجود ندارد یا اجازهٔ دیدنش را ندارید.',
  'refusal.ALREADY_EXISTS': 'چیزی با این نام از پیش هست. نام دیگری برگزینید.',
  'refusal.INVALID_STATE': 'وضعیت آن در این میان تغییر کرده است، پس این کار دیگر ممکن نیست.',
  'refusal.QUOTA_EXCEEDED': 'از سهمیه بیشتر می‌شود. کمتر بخواهید یا صبر کنید تا یکی از کارهایتان پایان یابد.',
  'refusal.QUEUE_FULL':
    'به همان اندازه که استخر اجازه می‌دهد کار در صف دارید. وقتی چند تا آغاز شد دوباره تلاش کنید.',
  'refusal.CAN_NEVER_RUN': 'هیچ میزبانی در استخر هرگز از عهدهٔ این برنمی‌آید. GPU کمتر یا دیگری بخواهید.',
  'refusal.RESERVATION_CONFLICT': 'دستگاه‌ها در آن زمان گرفته شده‌اند. زمان دیگر یا دستگاه کمتری برگزینید.',
  'refusal.IDEMPOTENCY_KEY_REUSED':
    'این پیش‌تر با محتوای دیگری فرستاده شده است. صفحه را بازآوری و دوباره تلاش کنید.',
  'refusal.RATE_LIMITED': 'درخواست‌های زیادی در زمان کوتاه. کمی صبر کنید و دوباره تلاش کنید.',
  'refusal.QUERY_TOO_COSTLY': 'این یکباره بیش از اندازه می‌خواهد. ردیف‌های کمتری نشان دهید.',
  'refusal.INTERNAL': 'در سامانه خطایی رخ داد. شناسهٔ ردگیری را به متصدی بدهید.',
  'rule.NUMBER': 'باید عددی از {minimum, number} به بالا باشد.',
  'rule.REQUIRED': 'این لازم است.',
  'rule.TOO_SMALL':
    '{of, select, characters {دست‌کم {minimum, number} نویسه لازم است.} entries {دست‌کم {minimum, number} مورد لازم است.} other {باید دست‌کم {minimum, number} باشد.}}',
  'rule.TOO_BIG':
    '{of, select, characters {بیش از {maximum, number} نویسه نمی‌تواند باشد.} entries {بیش از {maximum, number} مورد نمی‌تواند باشد.} other {نمی‌تواند بیش از {maximum, number} باشد.}}',
};
