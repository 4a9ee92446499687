import { Cron, CronPattern } from 'croner';
import type { LocalMs } from '../../calendar/local-time.js';

const FIELDS = [
  { name: 'second', range: '0 to 59', from: 0, to: 59 },
  { name: 'minute', range: '0 to 59', from: 0, to: 59 },
  { name: 'hour', range: '0 to 23', from: 0, to: 23 },
  {
    name: 'day of month',
    range: '1 to 31, L for the last or 15W for the weekday nearest to it',
    from: 1,
    to: 31,
  },
  { name: 'month', range: '1 to 12 or JAN to DEC', from: 1, to: 12 },
  {
    name: 'day of week',
    range: '0 to 7 (0 and 7 are Sunday), SUN to SAT or FRI#2 for the second',
    from: 0,
    to: 7,
  },
];
const NAMES = ['@hourly', '@daily', '@midnight', '@weekly', '@monthly', '@yearly', '@annually'];
const MODE = { mode: '5-or-6-parts' } as const;
const KNOWN = 1000;
const known = new Map<string, CronExpression>();

/** The times of day and days that an expression names, by a wall clock whose zone is not asked for. */
export class CronExpression {
  readonly #cron: Cron;
  /** It names no hours, so it follows the clock whatever the clock does: "every quarter of an hour". */
  readonly everyHour: boolean;

  private constructor(readonly text: string) {
    // in UTC a wall clock shows every time once
    this.#cron = new Cron(text, { timezone: 'UTC', paused: true, ...MODE });
    this.everyHour = new CronPattern(text, 'UTC', MODE).hour.every((named) => named === 1);
  }

  /** Throws where `faultOf` finds one. */
  static of(text: string): CronExpression {
    let made = known.get(text);
    if (!made) {
      made = new CronExpression(text);
      if (known.size >= KNOWN) known.clear();
      known.set(text, made);
    }
    return made;
  }

  /** The first time after the given one. */
  next(local: LocalMs): LocalMs | undefined {
    return this.#cron.nextRun(new Date(local))?.getTime();
  }

  /** The last time up to the given one. */
  previous(local: LocalMs): LocalMs | undefined {
    // asked for is what lies strictly before
    return this.#cron.previousRuns(1, new Date(local + 1))[0]?.getTime();
  }
}

/** Which part of an expression is wrong, and what would be right. */
export function faultOf(text: string): string | undefined {
  if (text.startsWith('@')) {
    if (NAMES.includes(text.toLowerCase())) return undefined;
    return `"${text}" is not a known name; use ${NAMES.join(', ')}`;
  }
  const parts = text.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== 5 && parts.length !== 6) {
    const has = parts.length === 1 ? '1 field' : `${parts.length} fields`;
    return `"${text}" has ${has}; give five such as "30 2 * * 1-5" (minute, hour, day of month, month, day of week), six with seconds first, or @daily`;
  }
  const fields = FIELDS.slice(FIELDS.length - parts.length);
  for (const [index, part] of parts.entries()) {
    const field = fields[index];
    if (!field || isRight(parts.map((_, other) => (other === index ? part : '*')))) continue;
    const instead = `give ${field.range}; one, a list (1,2), a range (1-5), a step (*/2, 1-9/2) or *`;
    return `the ${field.name} "${part}" of "${text}" is wrong: ${rewritten(part, field) ?? instead}`;
  }
  return isRight(parts) ? undefined : `"${text}" is not a cron expression; give one such as "30 2 * * 1-5"`;
}

function isRight(parts: readonly string[]): boolean {
  try {
    new CronPattern(parts.join(' '), 'UTC', MODE);
    return true;
  } catch {
    return false;
  }
}

/** Syntax of other crons, in the form that this one accepts. */
function rewritten(part: string, { from, to }: (typeof FIELDS)[number]): string | undefined {
  const [, low, high] = /^(\d+)-(\d+)$/.exec(part) ?? [];
  if (low !== undefined && high !== undefined && Number(high) < Number(low) && Number(low) <= to)
    return `a range must ascend; write ${low}-${to},${from}-${high}`;
  const [, first, step] = /^(\d+)\/(\d+)$/.exec(part) ?? [];
  if (first !== undefined && Number(first) <= to) return `write ${first}-${to}/${step}`;
  return undefined;
}
