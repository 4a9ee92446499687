import { UsageError } from '../errors.js';
import { REST } from '../http/api.js';
import type { Invocation } from '../invocation.js';
import { fileMembers, nested } from '../rest/values.js';
import { givenFields } from './given-fields.js';

const PATH = '/me/preferences';

export async function show({ api, output }: Invocation): Promise<void> {
  await output.data(await api.get(PATH));
}

/** A merge patch: what is not named stays as it is. */
export async function set(invocation: Invocation): Promise<void> {
  const fields = givenFields(invocation);
  const patch = { ...fileMembers(invocation), ...nested(fields) };
  if (Object.keys(patch).length === 0)
    throw new UsageError('nothing is given: name a member, such as -f theme=dark, or --file');
  await invocation.output.data(await invocation.api.json('PATCH', REST + PATH, { body: patch }));
}
