import { UsageError } from './errors.js';
import type { Invocation } from './invocation.js';
import { projectOf } from './rest/project.js';
import { resolveId } from './rest/resolve.js';
import { fieldsOf, fileMembers, nested, readText } from './rest/values.js';

export interface Submission {
  readonly [name: string]: unknown;
}

interface Variable {
  readonly name: string;
  readonly value: string;
}

const MAX_NAME = 60;

/** The request of `run` and `submit`: the file, then what options say, then the command. */
export async function submissionOf(
  invocation: Invocation,
  { needsCommand = true } = {},
): Promise<Submission> {
  const { args } = invocation;
  const body: { [name: string]: unknown } = { ...fileOf(invocation) };
  for (const [name, value] of Object.entries(await optionsOf(invocation))) {
    const before = body[name];
    body[name] = isObject(value) && isObject(before) ? { ...before, ...value } : value;
  }
  if (args.length > 0) {
    body['command'] = [...args];
    delete body['args'];
  }
  const env = [...variablesOf(body['env']), ...environmentOf(invocation)];
  if (env.length > 0) body['env'] = [...new Map(env.map((each) => [each.name, each])).values()];
  const command = body['command'];
  if (needsCommand && command === undefined && body['image'] === undefined)
    throw new UsageError(
      'the command is missing; write it after --',
      `${invocation.commandPath} --gpus 1 -- python3 train.py`,
    );
  body['name'] ??= nameOf(command);
  body['project'] ??= await projectOf(invocation);
  return body;
}

/** Those members that say what a job does, beside those of what submits it. */
export const templateOf = (
  submission: Submission,
  others: readonly string[],
): { readonly [name: string]: unknown } => ({
  ...(submission['job'] as Submission | undefined),
  ...Object.fromEntries(
    Object.entries(submission).filter(([name]) => name !== 'job' && !others.includes(name)),
  ),
});

async function optionsOf(invocation: Invocation): Promise<{ readonly [name: string]: unknown }> {
  const fields = new Map<string, unknown>();
  for (const [field, { spec, value }] of fieldsOf(invocation))
    fields.set(
      field,
      spec.kind && spec.resolve ? await resolveId(invocation, spec.kind, String(value)) : value,
    );
  const on = invocation.text('retryOn');
  if (on !== undefined)
    fields.set(
      'retry.on',
      on.split(',').map((each) => each.trim().toUpperCase().replaceAll('-', '_')),
    );
  if (on !== undefined && !fields.has('retry.maxRetries'))
    throw new UsageError(
      '--retry is missing: --retry-on says which failures are retried, and --retry how often',
    );
  return nested(fields);
}

function fileOf(invocation: Invocation): { readonly [name: string]: unknown } {
  const value = fileMembers(invocation);
  const { command, ...rest } = value;
  return typeof command === 'string' ? { ...rest, command: ['sh', '-c', command] } : value;
}

/** In a file a map is as good as the API's list. */
function variablesOf(env: unknown): readonly Variable[] {
  if (Array.isArray(env)) return env as Variable[];
  if (!isObject(env)) return [];
  return Object.entries(env).map(([name, value]) => ({ name, value: String(value) }));
}

function environmentOf(invocation: Invocation): readonly Variable[] {
  const fromFiles = invocation.texts('envFile').flatMap((path) =>
    readText(path, '--env-file')
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => variable(line, invocation, `--env-file ${path}`)),
  );
  return [...fromFiles, ...invocation.texts('env').map((text) => variable(text, invocation, '--env'))];
}

function variable(text: string, { env }: Invocation, option: string): Variable {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new UsageError(`${option}: "${text}" must be NAME=VALUE, such as LR=1e-4`);
  const value = at < 0 ? env[name] : text.slice(at + 1);
  if (value === undefined) throw new UsageError(`${option}: ${name} is not set here; write ${name}=VALUE`);
  return { name, value };
}

function nameOf(command: unknown): string {
  const words = Array.isArray(command) ? command.map(String) : ['job'];
  const telling =
    words.find((each, index) => index > 0 && /^[\w./@:+][\w./@:+-]*$/.test(each)) ?? words[0] ?? 'job';
  return (telling.split('/').at(-1) ?? telling).replace(/\s+/g, ' ').trim().slice(0, MAX_NAME) || 'job';
}

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
