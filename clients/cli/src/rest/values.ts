import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { OptionSpec } from '../command-row.js';
import { UsageError } from '../errors.js';
import { longFlag, type Invocation } from '../invocation.js';
import { parseDuration } from '../time/duration.js';
import { parseInstant, type Now } from '../time/instant.js';
import { parsePastInstant } from '../time/past.js';

export const nowHere = (utc: boolean): Now => ({
  at: Date.now(),
  timeZone: utc ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone,
});

/** Under which name commander has an option. */
export const attributeOf = (spec: OptionSpec): string =>
  longFlag(spec)
    .replace(/^--(no-)?/, '')
    .replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase());

const PER: { readonly [type: string]: number } = {
  seconds: 1_000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
};

/** What an option sends. @throws UsageError that names the option and what would be right */
export function valueOf(spec: OptionSpec, given: unknown, utc = false): unknown {
  const flag = longFlag(spec);
  if (typeof given !== 'string') return given;
  const { choices } = spec;
  if (choices && spec.type === 'list') return listOf(given).map((each) => choice(each, choices, flag));
  if (choices) return choice(given, choices, flag);
  switch (spec.type) {
    case 'integer':
    case 'number':
      return number(given, flag, spec.type === 'integer');
    case 'seconds':
    case 'minutes':
    case 'hours':
    case 'days':
      return parseDuration(given, flag) / (PER[spec.type] ?? 1);
    case 'time':
      return parseInstant(given, flag, nowHere(utc));
    case 'past':
      return parsePastInstant(given, flag, nowHere(utc));
    case 'list':
      return listOf(given);
    case 'yesNo':
      if (given === 'yes' || given === 'no') return given === 'yes';
      throw new UsageError(`${flag}: "${given}" must be yes or no`);
    case 'money':
      return micros(given, flag);
    case 'json':
      return jsonOf(given, flag);
    case 'file':
    case 'text':
    case 'flag':
    case undefined:
      if (given === '') throw new UsageError(`${flag}: must not be empty`);
      return given;
  }
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** @throws UsageError that names the option and what there is to choose from */
export function choice(given: string, choices: readonly string[], flag: string): string {
  const wanted = given.toUpperCase().replaceAll('-', '_');
  const found = choices.find((each) => each.toUpperCase() === wanted);
  if (found !== undefined) return found;
  throw new UsageError(
    `${flag}: "${given}" is not one of ${choices.map((each) => each.toLowerCase()).join(', ')}`,
  );
}

function number(given: string, flag: string, whole: boolean): number {
  const value = Number(given);
  if (given.trim() === '' || !Number.isFinite(value))
    throw new UsageError(`${flag}: "${given}" is not a number; write for example 2`);
  if (whole && !Number.isInteger(value))
    throw new UsageError(`${flag}: "${given}" is not a whole number; write for example ${Math.ceil(value)}`);
  return value;
}

function micros(given: string, flag: string): number {
  const value = /^\d+(\.\d{1,6})?$/.test(given) ? Math.round(Number(given) * 1e6) : undefined;
  if (value === undefined)
    throw new UsageError(`${flag}: "${given}" is not an amount; write for example 2.50`);
  return value;
}

function jsonOf(given: string, flag: string): unknown {
  const text = given.startsWith('@') ? readText(given.slice(1), flag) : given;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${flag}: is not JSON (${(error as Error).message}); write JSON, or @FILE for one from a file`,
    );
  }
}

/** A file, or `-` for standard input. */
export function readText(path: string, flag: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw new UsageError(`${flag}: ${path} can't be read: ${(error as Error).message}`);
  }
}

/** What `--file` gives. @throws UsageError that names the file */
export function fileMembers(invocation: Invocation): { readonly [name: string]: unknown } {
  const path = invocation.text('file');
  if (path === undefined) return {};
  const text = readText(path, '--file');
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new UsageError(
      `--file: ${path} is neither YAML nor JSON: ${(error as Error).message.split('\n')[0] ?? ''}`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`--file: ${path} must hold members of the request, such as name: train`);
  return value as { readonly [name: string]: unknown };
}

/** What options with a field send, by field. */
export function fieldsOf(invocation: Invocation): Map<string, { spec: OptionSpec; value: unknown }> {
  const fields = new Map<string, { spec: OptionSpec; value: unknown }>();
  for (const spec of invocation.spec.options ?? []) {
    if (spec.field === undefined) continue;
    const given = invocation.options[attributeOf(spec)] ?? (spec.setting && invocation.setting(spec.setting));
    if (given === undefined) continue;
    const utc = invocation.flag('utc');
    const value = Array.isArray(given)
      ? given.flatMap((each) => valueOf(spec, each, utc))
      : valueOf(spec, given, utc);
    fields.set(spec.field, { spec, value });
  }
  return fields;
}

/** `{'gpus.count': 2}` as `{gpus: {count: 2}}`. */
export function nested(fields: Iterable<readonly [string, unknown]>): { [name: string]: unknown } {
  const result: { [name: string]: unknown } = {};
  for (const [path, value] of fields) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    let into = result;
    for (const name of names) into = (into[name] ??= {}) as { [name: string]: unknown };
    into[last] = value;
  }
  return result;
}
