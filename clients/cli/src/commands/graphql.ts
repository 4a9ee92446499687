import { CliError, UsageError } from '../errors.js';
import { EXIT, exitCodeOf } from '../exit-codes.js';
import type { Invocation } from '../invocation.js';
import { nested, readText } from '../rest/values.js';
import { givenFields } from './given-fields.js';

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** What the gateway answers is printed whole; errors of it also end with a status other than 0. */
export async function run(invocation: Invocation): Promise<void> {
  const file = invocation.text('file');
  const query = invocation.text('query') ?? (file === undefined ? undefined : readText(file, '--file'));
  if (query === undefined || query.trim() === '')
    throw new UsageError("--query or --file is missing: a document, such as '{ viewer { username } }'");
  const answer = await invocation.api.json<Answer>('POST', '/graphql', {
    body: { query, variables: nested(givenFields(invocation)) },
  });
  await invocation.output.data(answer);
  const [error] = answer.errors ?? [];
  if (error) {
    const code = error.extensions?.code;
    throw new CliError(error.message, code === undefined ? EXIT.failed : exitCodeOf(code));
  }
}
