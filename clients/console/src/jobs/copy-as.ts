import type { SubmitJobInput } from '../generated/operations.js';

export const COPY_FORMS = ['cli', 'curl', 'python', 'graphql'] as const;
export type CopyForm = (typeof COPY_FORMS)[number];

/** One thing that a job says, and how each face says it. */
interface Part {
  readonly value: (input: SubmitJobInput) => unknown;
  readonly option: string;
  /** The argument in Python; where it has another form there, `python` gives it. */
  readonly argument: string;
  readonly python?: (value: never) => unknown;
}

const hours = (minutes: number): string => (minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`);

/** In the order in which people say it. */
const PARTS: readonly Part[] = [
  { value: ({ name }) => name, option: 'name', argument: 'name' },
  { value: ({ project }) => project, option: 'project', argument: 'project' },
  { value: ({ pool }) => pool, option: 'pool', argument: 'pool' },
  { value: ({ gpus }) => gpus?.count, option: 'gpus', argument: 'gpus' },
  { value: ({ gpus }) => gpus?.model, option: 'model', argument: 'model' },
  { value: ({ gpus }) => gpus?.memoryGb, option: 'memory', argument: 'memory' },
  { value: ({ gpus }) => gpus?.device, option: 'device', argument: 'device' },
  {
    value: ({ timeoutMinutes }) => (timeoutMinutes == null ? undefined : hours(timeoutMinutes)),
    option: 'time',
    argument: 'time',
  },
  { value: ({ vcpus }) => vcpus, option: 'vcpus', argument: 'vcpus' },
  { value: ({ ramGb }) => ramGb, option: 'ram', argument: 'ram' },
  { value: ({ image }) => image, option: 'image', argument: 'image' },
  { value: ({ workingDirectory }) => workingDirectory, option: 'workdir', argument: 'workdir' },
  { value: ({ priority }) => priority, option: 'priority', argument: 'priority' },
  { value: ({ class: kind }) => kind, option: 'class', argument: 'class_' },
  { value: ({ preemptible }) => preemptible || undefined, option: 'preemptible', argument: 'preemptible' },
  { value: ({ reservation }) => reservation, option: 'reservation', argument: 'reservation' },
  { value: ({ retry }) => retry?.maxRetries || undefined, option: 'retry', argument: 'retries' },
  { value: ({ description }) => description, option: 'description', argument: 'description' },
];

/** Whatever a shell would change is in single quotes. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const given = (input: SubmitJobInput): readonly (Part & { readonly said: unknown })[] =>
  PARTS.map((part) => ({ ...part, said: part.value(input) })).filter(
    ({ said }) => said != null && said !== '',
  );

/** Without what is not said: the defaults are the platform's. */
export const stated = (input: SubmitJobInput): SubmitJobInput =>
  JSON.parse(
    JSON.stringify(input, (_key, value: unknown) => (value === null || value === '' ? undefined : value)),
  ) as SubmitJobInput;

const commandOf = ({ command, args }: SubmitJobInput): readonly string[] => [
  ...(command ?? []),
  ...(args ?? []),
];

/** @param url of the gateway, such as http://127.0.0.1:4000 */
export function copyAs(form: CopyForm, input: SubmitJobInput, url: string): string {
  switch (form) {
    case 'cli':
      return asCommandLine(input);
    case 'curl':
      return [
        `curl -s ${shellWord(`${url}/api/v1/jobs`)} -H "authorization: Bearer $TOKEN" \\`,
        `  -H 'content-type: application/json' -H "idempotency-key: $(uuidgen)" \\`,
        `  -d ${shellWord(JSON.stringify(stated(input)))}`,
      ].join('\n');
    case 'python':
      return asPython(input);
    case 'graphql':
      return [
        'mutation Submit($input: SubmitJobInput!) {',
        '  submitJob(input: $input) {',
        '    __typename',
        '    ... on Error { code message field }',
        '    ... on SubmitJobSuccess { job { id state } }',
        '  }',
        '}',
        '',
        JSON.stringify({ input: stated(input) }, null, 2),
      ].join('\n');
  }
}

function asCommandLine(input: SubmitJobInput): string {
  const options = given(input).map(({ option, said }) =>
    said === true ? `--${option}` : `--${option} ${shellWord(String(said))}`,
  );
  const env = (input.env ?? []).map(({ name, value }) => `--env ${shellWord(`${name}=${value}`)}`);
  const words = commandOf(input).map(shellWord).join(' ');
  return ['berth submit', ...options, ...env, `-- ${words}`].join(' ');
}

function asPython(input: SubmitJobInput): string {
  const named = given(input).map(({ argument, said }) => `${argument}=${pythonValue(said)}`);
  const env = (input.env ?? []).map(({ name, value }) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const command = `[${commandOf(input)
    .map((word) => JSON.stringify(word))
    .join(', ')}]`;
  return [
    'import berth',
    '',
    'with berth.Client() as client:',
    '    job = client.submit(',
    `        ${command},`,
    ...[...named, ...(env.length > 0 ? [`env={${env.join(', ')}}`] : [])].map((each) => `        ${each},`),
    '    )',
  ].join('\n');
}

/** A string of JSON is one of Python too. */
const pythonValue = (value: unknown): string => (value === true ? 'True' : JSON.stringify(value));
