import { Refused, UsageError } from '../errors.js';
import { problemOf, REST, type Query } from '../http/api.js';
import type { Invocation } from '../invocation.js';
import { nested, readText } from '../rest/values.js';
import { givenFields } from './given-fields.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export async function run(invocation: Invocation): Promise<void> {
  const { api, output } = invocation;
  const input = invocation.text('input');
  const fields = givenFields(invocation);
  const [first = '', second] = invocation.args;
  const method = second === undefined ? (input === undefined ? 'GET' : 'POST') : first.toUpperCase();
  if (!METHODS.includes(method)) throw new UsageError(`method: ${first} is not one of ${METHODS.join(', ')}`);
  const inUrl = method === 'GET' || method === 'DELETE' || input !== undefined;
  const body = input === undefined ? (inUrl ? undefined : nested(fields)) : readText(input, '--input');
  const response = await api.send(method, pathOf(second ?? first), {
    ...(inUrl ? { query: Object.fromEntries(fields) as Query } : {}),
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  if (invocation.flag('include')) {
    output.line(`HTTP ${response.status}`);
    for (const [name, value] of response.headers) output.line(`${name}: ${value}`);
    output.line('');
  }
  if (!response.ok) throw new Refused(problemOf(response, text));
  if (!response.headers.get('content-type')?.includes('json')) return output.write(text);
  if (text !== '') await output.data(JSON.parse(text) as unknown);
}

/** `/jobs`, `v1/jobs`, `/api/v1/jobs` and `/info` are understood. */
function pathOf(text: string): string {
  if (/^https?:/.test(text))
    throw new UsageError(`path: "${text}" is a URL; write the path alone, such as /jobs`);
  const path = text.startsWith('/') ? text : `/${text}`;
  if (path.startsWith('/api/') || ['/info', '/health', '/livez', '/readyz'].includes(path)) return path;
  return path.startsWith('/v1/') ? `/api${path}` : REST + path;
}
