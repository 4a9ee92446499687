import type { Locale } from './catalogue.js';
import type { CalendarSystem, Look } from './look.js';

const REGIONS: { readonly [locale in Locale]: string } = {
  en: 'en-GB',
  'zh-CN': 'zh-CN',
  'zh-TW': 'zh-TW',
  fa: 'fa-IR',
};

/** The locale with its calendar system, as `Intl` and the date fields want it. */
export const intlLocaleOf = (locale: Locale, calendar: CalendarSystem): string =>
  `${REGIONS[locale]}-u-ca-${calendar}`;

export const calendarOf = (locale: Locale): CalendarSystem => (locale === 'fa' ? 'persian' : 'gregory');

export const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

type Instant = string | number | Date;

/** Dates, times, numbers and money as the reader writes them. Formatters are costly to make, so each is made once. */
export class Format {
  readonly locale: string;
  readonly zone: string;
  readonly #formatters = new Map<string, Intl.DateTimeFormat>();

  constructor({ locale, zone, calendar }: Pick<Look, 'locale' | 'zone' | 'calendar'>) {
    this.locale = intlLocaleOf(locale, calendar ?? calendarOf(locale));
    this.zone = zone ?? deviceZone();
  }

  /** @example 3 Dec 2026, 14:05 */
  dateTime(instant: Instant): string {
    return this.#by(
      { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
      instant,
    );
  }

  date(instant: Instant): string {
    return this.#by({ day: 'numeric', month: 'short', year: 'numeric' }, instant);
  }

  /** @example Thu 3 Dec */
  day(instant: Instant): string {
    return this.#by({ weekday: 'short', day: 'numeric', month: 'short' }, instant);
  }

  time(instant: Instant): string {
    return this.#by({ hour: '2-digit', minute: '2-digit' }, instant);
  }

  /** @example 14:05:09 */
  seconds(instant: Instant): string {
    return this.#by({ hour: '2-digit', minute: '2-digit', second: '2-digit' }, instant);
  }

  /** For the tooltip of a time: what everybody on earth calls it. */
  utc(instant: Instant): string {
    return `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  }

  /** @example in 3 hours */
  relative(instant: Instant, now = Date.now()): string {
    const seconds = (new Date(instant).getTime() - now) / 1000;
    const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? (['second', 1] as const);
    return new Intl.RelativeTimeFormat(this.locale, { numeric: 'auto' }).format(
      Math.trunc(seconds / size),
      unit,
    );
  }

  number(value: number, options: Intl.NumberFormatOptions = {}): string {
    return new Intl.NumberFormat(this.locale, options).format(value);
  }

  percent(fraction: number): string {
    return this.number(fraction, { style: 'percent', maximumFractionDigits: 0 });
  }

  /** Of what the platform counts in millionths of a currency's unit. */
  money(micros: string | number, currency: string): string {
    const amount = Number(micros) / 1e6;
    // A minute of a processor costs less than a cent, and is not free.
    const small = amount !== 0 && Math.abs(amount) < 0.01;
    return this.number(amount, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      ...(small && { maximumSignificantDigits: 2 }),
    });
  }

  /** @example 2h 5m */
  duration(seconds: number): string {
    const total = Math.max(0, Math.round(seconds));
    // the short units of Persian are Latin letters
    const unitDisplay = this.locale.startsWith('fa') ? 'long' : 'narrow';
    const parts = {
      days: Math.floor(total / 86_400),
      hours: Math.floor(total / 3600) % 24,
      minutes: Math.floor(total / 60) % 60,
      seconds: total % 60,
    };
    const named = Object.entries(parts)
      .filter(([, value]) => value > 0)
      .slice(0, 2);
    const shown = named.length > 0 ? named : [['seconds', 0] as const];
    return shown
      .map(([unit, value]) => this.number(value, { style: 'unit', unit: unit.slice(0, -1), unitDisplay }))
      .join(' ');
  }

  #by(options: Intl.DateTimeFormatOptions, instant: Instant): string {
    const key = Object.entries(options).flat().join();
    let formatter = this.#formatters.get(key);
    if (!formatter) {
      formatter = new Intl.DateTimeFormat(this.locale, { ...options, timeZone: this.zone, hourCycle: 'h23' });
      this.#formatters.set(key, formatter);
    }
    return formatter.format(new Date(instant));
  }
}

const UNITS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;
