import { Refused } from '../api/refusal.js';

/**
 * A limit or an amount as it was typed; digits of other scripts are digits too. Nothing typed is no limit.
 * @throws Refused that names the field, where it is no number of 0 or more
 */
export function limitIn(field: string, typed: string): number | undefined {
  const text = latinDigits(typed.trim()).replace('٫', '.').replace(',', '.');
  if (text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new Refused({
    code: 'VALIDATION_FAILED',
    message: `${field}: must be a number of 0 or more`,
    field,
    details: { problems: [{ field, message: 'must be a number of 0 or more', rule: 'NUMBER', minimum: 0 }] },
  });
}

/** Arabic-Indic and Persian digits. */
const latinDigits = (text: string): string =>
  text.replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));

/** Of a currency's unit, in whole millionths, as the platform counts. */
export function microsIn(field: string, typed: string): number {
  return Math.round((limitIn(field, typed) ?? Number.NaN) * 1e6);
}
