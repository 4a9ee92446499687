import { UsageError } from '../errors.js';

const UNIT_MS: { readonly [unit: string]: number } = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const WORDS: { readonly [word: string]: string } = {
  sec: 's',
  second: 's',
  min: 'm',
  minute: 'm',
  hour: 'h',
  day: 'd',
  week: 'w',
};
const WHOLE = /^(?:\d+(?:\.\d+)?\s*[a-z]+\s*)+$/;
const PART = /(\d+(?:\.\d+)?)\s*([a-z]+)/g;
/** Longer than anything can be asked for. */
const MAX_MS = 3_660 * 86_400_000;

/** The length of `90m`, `1h30m`, `2 days`; undefined where the text is none. */
export function durationMs(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  if (!WHOLE.test(plain)) return undefined;
  let total = 0;
  for (const [, amount, unit] of plain.matchAll(PART)) {
    const name = unit ?? '';
    const singular = name.length > 1 && name.endsWith('s') ? name.slice(0, -1) : name;
    const size = UNIT_MS[WORDS[singular] ?? singular];
    if (size === undefined) return undefined;
    total += Number(amount) * size;
  }
  return total;
}

/** @throws UsageError that names the option and what would be right */
export function parseDuration(text: string, option: string): number {
  const ms = durationMs(text);
  if (ms === undefined)
    throw new UsageError(`${option}: "${text}" is not a duration; write for example 30m, 4h, 1h30m or 2d`);
  if (ms <= 0) throw new UsageError(`${option}: must be longer than nothing; write for example 30m or 4h`);
  if (ms > MAX_MS)
    throw new UsageError(`${option}: "${text}" is longer than ten years; write for example 2d`);
  return ms;
}

/** `3h 20m`: the two largest units. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))}ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)}s`;
  let rest = Math.round(ms / 1_000);
  const parts: string[] = [];
  for (const [unit, seconds] of [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count}${unit}`);
    if (parts.length === 2 || (parts.length > 0 && count === 0)) break;
  }
  return parts.join(' ');
}
