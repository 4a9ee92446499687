import type { Translated } from '../../catalogue.js';
import type { accounting as english } from '../en/accounting.js';

export const accounting: Translated<typeof english> = {
  'accounting.usage': 'مصرف',
  'accounting.charges': 'هزینه‌ها',
  'accounting.csv': 'دریافت CSV',
  'accounting.csv.loading': 'در حال خواندن همهٔ صفحه‌ها…',
  'accounting.by': 'دسته‌بندی بر پایهٔ',
  'accounting.by.PROJECT': 'پروژه',
  'accounting.by.USER': 'کاربر',
  'accounting.by.MODEL': 'مدل دستگاه',
  'accounting.project': 'پروژه',
  'accounting.user': 'کاربر',
  'accounting.all': 'همه',
  'accounting.period': 'بازه',
  'accounting.allTime': 'همهٔ زمان‌ها',
  'accounting.range': 'بازهٔ دیگر…',
  'accounting.from': 'از',
  'accounting.to': 'تا',
  'accounting.show': 'نمایش',
  'accounting.help':
    'دستگاه‌ها تا زمانی که در اختیار بوده‌اند شمرده می‌شوند، چه مشغول بوده باشند چه نه؛ میزان مشغولیت در صفحهٔ هر میزبان است. ماه‌ها میلادی و به وقت UTC هستند.',
  'accounting.noUsage': 'در این بازه چیزی در اختیار نبوده است',
  'accounting.noUsage.help': 'بازهٔ دیگری برگزینید یا فیلتر پروژه را بردارید.',
  'accounting.total': '{hours} دستگاه‌ساعت در اختیار، در مجموع {amount}',
  'accounting.months': 'دستگاه‌ساعت‌های در اختیار در شش ماه گذشته',
  'accounting.column.name': 'نام',
  'accounting.column.deviceHours': 'دستگاه‌ساعت در اختیار',
  'accounting.column.share': 'مقایسه',
  'accounting.column.leases': 'اجاره‌های آغازشده',
  'accounting.column.leaseHours': 'ساعت‌های اجاره',
  'accounting.column.amount': 'مبلغ',
  'accounting.column.for': 'بابت',
  'accounting.column.devices': 'دستگاه‌ها',
  'accounting.column.held': 'مدت در اختیار',
  'accounting.charges.help':
    'هر اجارهٔ دستگاه یک بار حساب می‌شود. از اجاره‌ای که از بازه فراتر رود تنها بخش درون آن شمرده می‌شود تا ماه‌ها با هم جمع شوند.',
  'accounting.charges.total':
    'در مجموع {amount}؛ {count, plural, one {{shown} از # هزینه} other {{shown} از # هزینه}} نشان داده شده است',
  'accounting.noCharges': 'در این بازه هزینه‌ای نیست',
  'accounting.noCharges.help':
    'بازهٔ دیگری برگزینید یا فیلترها را بردارید. هزینه‌ها همین که دستگاهی در اختیار گرفته شود پدیدار می‌شوند.',
  'accounting.more': 'نمایش بیشتر',
  'accounting.running': 'در جریان',
  'accounting.reservation': 'رزرو',
  'accounting.deletedJob': 'کار',
};
