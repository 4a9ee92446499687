import type { SubmitJobInput } from '../generated/operations.js';
import { commandOf, commandText, minutesOf, variablesOf } from './command-line.js';

/** A form as it was typed; what is empty is left to the platform. */
export interface Draft {
  readonly command: string;
  readonly name: string;
  readonly project: string;
  readonly pool: string;
  readonly count: string;
  readonly model: string;
  readonly memoryGb: string;
  readonly timeoutMinutes: string;
  readonly maxRetries: string;
  readonly env: string;
  readonly image: string;
  readonly workingDirectory: string;
  readonly vcpus: string;
  readonly ramGb: string;
  readonly priority: string;
  readonly description: string;
}

export const EMPTY_DRAFT: Draft = {
  command: '',
  name: '',
  project: '',
  pool: '',
  count: '1',
  model: '',
  memoryGb: '',
  timeoutMinutes: '4h',
  maxRetries: '0',
  env: '',
  image: '',
  workingDirectory: '',
  vcpus: '',
  ramGb: '',
  priority: '',
  description: '',
};

const MAX_NAME = 60;

export const NUMBERS = ['count', 'memoryGb', 'vcpus', 'ramGb', 'priority'] as const;
export type Fault = 'command' | 'timeoutMinutes' | 'env' | (typeof NUMBERS)[number];

/** Persian and Arabic digits are digits. */
const latin = (text: string): string =>
  text
    .replaceAll(/[\u06f0-\u06f9\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace('\u066b', '.');

const numberOf = (text: string): number | undefined => {
  const trimmed = latin(text).trim();
  return /^\d+(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
};

/** The first field that can't be read; what the numbers may be, the platform says. */
export function faultOf(draft: Draft): Fault | undefined {
  const command = commandOf(draft.command);
  if (command === undefined || (command.length === 0 && draft.image === '')) return 'command';
  if (minutesOf(latin(draft.timeoutMinutes)) === undefined) return 'timeoutMinutes';
  if (variablesOf(draft.env) === undefined) return 'env';
  return NUMBERS.find((name) => draft[name].trim() !== '' && numberOf(draft[name]) === undefined);
}

/** What is submitted; parts that can't be read yet are left out. */
export function inputOfDraft(draft: Draft): SubmitJobInput {
  const command = commandOf(draft.command) ?? [];
  const [count, memoryGb, vcpus, ramGb, priority] = NUMBERS.map((name) => numberOf(draft[name]));
  const retries = Number(draft.maxRetries);
  const env = variablesOf(draft.env) ?? [];
  const minutes = minutesOf(latin(draft.timeoutMinutes));
  const texts = (['image', 'workingDirectory', 'description'] as const)
    .map((name) => [name, draft[name].trim()] as const)
    .filter(([, value]) => value !== '');
  return {
    name: draft.name.trim() || nameOf(draft.command),
    project: draft.project,
    ...(draft.pool !== '' && { pool: draft.pool }),
    command: [...command],
    gpus: {
      count: count ?? 1,
      ...(draft.model !== '' && count !== 0 && { model: draft.model }),
      ...(memoryGb !== undefined && count !== 0 && { memoryGb }),
    },
    ...(minutes !== undefined && { timeoutMinutes: minutes }),
    ...(retries > 0 && { retry: { maxRetries: retries } }),
    ...(env.length > 0 && { env: [...env] }),
    ...(vcpus !== undefined && { vcpus }),
    ...(ramGb !== undefined && { ramGb }),
    ...(priority !== undefined && { priority }),
    ...Object.fromEntries(texts),
  };
}

const nameOf = (command: string): string =>
  Array.from(command.trim().replaceAll(/\s+/g, ' ')).slice(0, MAX_NAME).join('') || 'job';

/** The form of a job that was submitted before. */
export const draftOf = (input: SubmitJobInput): Draft => ({
  ...EMPTY_DRAFT,
  command: commandText(input.command ?? [], input.args ?? []),
  name: input.name,
  project: input.project,
  pool: input.pool ?? '',
  count: String(input.gpus?.count ?? 1),
  model: input.gpus?.model ?? '',
  memoryGb: textOf(input.gpus?.memoryGb),
  timeoutMinutes: input.timeoutMinutes == null ? EMPTY_DRAFT.timeoutMinutes : `${input.timeoutMinutes}m`,
  maxRetries: String(input.retry?.maxRetries ?? 0),
  env: (input.env ?? []).map(({ name, value }) => `${name}=${value}`).join('\n'),
  image: input.image ?? '',
  workingDirectory: input.workingDirectory ?? '',
  vcpus: textOf(input.vcpus),
  ramGb: textOf(input.ramGb),
  priority: textOf(input.priority),
  description: input.description ?? '',
});

const textOf = (value: number | null | undefined): string => (value == null ? '' : String(value));
