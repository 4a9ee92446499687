import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { normalPassword } from './password-hasher.js';

/** Some 50,000 passwords that people choose most, as one JSON list. It is read when it is needed and not kept. */
const COMMON_PASSWORDS = fileURLToPath(import.meta.resolve('@zxcvbn-ts/language-common/src/passwords.json'));
const MIN_CHARACTERS = 8;
const MIN_DIFFERENT = 4;

/** Why a new password is not accepted, if so. No composition rules: only length and a list of common passwords. */
export async function passwordProblem(
  password: string,
  field: 'password' | 'newPassword',
  known: readonly string[],
): Promise<Rejection | undefined> {
  const weak = (message: string) => reject('VALIDATION_FAILED', `${field}: ${message}`, field);
  const characters = [...normalPassword(password)];
  if (characters.length < MIN_CHARACTERS) return weak(`must have at least ${MIN_CHARACTERS} characters`);
  const text = characters.join('').toLowerCase();
  if (new Set(text).size < MIN_DIFFERENT)
    return weak(`must have at least ${MIN_DIFFERENT} different characters`);
  if (isSequence(text)) return weak('must not be a sequence of adjacent characters');
  if (known.some((name) => isMostly(text, name))) return weak('must not be your user name or e-mail address');
  if (isMostly(text, 'berth') || (await isCommon(text)))
    return weak('is a commonly used password; choose another');
  return undefined;
}

/** Such as 12345678 or hgfedcba. */
function isSequence(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0)));
  return steps.size === 1 && (steps.has(1) || steps.has(-1));
}

/** The name, or the name with a few digits or signs around it. */
function isMostly(text: string, name: string): boolean {
  const core = name.normalize('NFKC').toLowerCase();
  return (
    core.length >= 3 && text.includes(core) && text.replaceAll(core, '').replace(/[^\p{L}]/gu, '') === ''
  );
}

async function isCommon(text: string): Promise<boolean> {
  const list = await readFile(COMMON_PASSWORDS, 'utf8');
  return list.includes(`,${JSON.stringify(text)},`);
}
