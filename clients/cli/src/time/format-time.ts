import { formatDuration } from './duration.js';

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-22 16:57` in the local zone, or with `Z` in UTC. */
export function formatTime(text: string, utc: boolean): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  if (utc) return `${at.toISOString().slice(0, 16).replace('T', ' ')}Z`;
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `3m ago`, `in 2h 5m`. */
export function formatRelative(text: string, now = Date.now()): string {
  const away = new Date(text).getTime() - now;
  if (Number.isNaN(away)) return text;
  if (Math.abs(away) < 1_000) return 'now';
  return away < 0 ? `${coarse(-away)} ago` : `in ${coarse(away)}`;
}

/** Seconds without a fraction. */
const coarse = (ms: number): string =>
  formatDuration(Math.max(1_000, Math.floor(ms / 1_000) * 1_000)).replace('.0', '');
