import type { Translated } from '../../catalogue.js';
import type { refusals as english } from '../en/refusals.js';

export const refusals: Translated<typeof english> = {
  'refusal.UNREACHABLE': 'سرور پاسخ نمی‌دهد. اتصال خود را بررسی کنید؛ چیزی تغییر نکرد.',
  'refusal.UNAVAILABLE': 'بخشی از سامانه اکنون در دسترس نیست. کمی بعد دوباره تلاش کنید.',
  'refusal.UNAUTHENTICATED': 'نام کاربری یا گذرواژه نادرست است، یا نشست پایان یافته است.',
  'refusal.FORBIDDEN': 'اجازهٔ این کار را ندارید. از مدیر بخواهید.',
  'refusal.NOT_FOUND': 'وجود ندارد یا اجازهٔ دیدنش را ندارید.',
  'refusal.RATE_LIMITED': 'درخواست‌های زیادی در زمان کوتاه. کمی صبر کنید و دوباره تلاش کنید.',
  'refusal.ALREADY_EXISTS': 'از پیش وجود دارد.',
  'refusal.INTERNAL': 'در سامانه خطایی رخ داد. شناسهٔ ردگیری را به متصدی بدهید.',
  'refusal.CONFLICT': 'دستگاه‌ها در آن زمان گرفته شده‌اند.',
};
