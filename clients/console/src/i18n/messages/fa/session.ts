import type { Translated } from '../../catalogue.js';
import type { session as english } from '../en/session.js';

export const session: Translated<typeof english> = {
  'session.title': 'ورود به Berth',
  'session.about': 'GPU رزرو کنید، کار در صف بگذارید و آن را دنبال کنید.',
  'session.login': 'نام کاربری یا نشانی ایمیل',
  'session.password': 'گذرواژه',
  'session.signIn': 'ورود',
  'session.signingIn': 'در حال ورود…',
  'session.ended': 'نشست شما پایان یافته است. برای ادامه دوباره وارد شوید.',
  'session.noAccount': 'هنوز حساب ندارید؟',
  'session.register': 'ساختن حساب',
  'session.haveAccount': 'حساب دارید؟',
  'session.username': 'نام کاربری',
  'session.username.help': '۲ تا ۴۰ حرف لاتین، رقم، نقطه، خط تیره یا زیرخط.',
  'session.email': 'نشانی ایمیل',
  'session.email.help': 'اعلان‌ها به این نشانی می‌رود؛ اعضای دیگر آن را نمی‌بینند.',
  'session.password.help': '۸ تا ۲۵۶ نویسه. یک جمله آسان به خاطر می‌ماند.',
  'session.createAccount': 'ساختن حساب',
  'session.awaiting.title': 'حساب شما در انتظار مدیر است',
  'session.awaiting.help': 'با نام {username} ساخته شد. همین که مدیری آن را فعال کند می‌توانید وارد شوید.',
};
