import { CliError, UsageError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import type { Invocation } from '../invocation.js';
import { at, column, id, type Item, type View } from '../output/view.js';
import { confirm } from '../prompt.js';
import { resolvedFields } from '../rest/run-rest.js';
import { nested } from '../rest/values.js';

interface Answer {
  readonly items: readonly Item[];
  readonly more: boolean;
}

/** Each request changes 200; a filter that would take longer is narrowed, or the command is called again. */
const MAX_REQUESTS = 50;

const OUTCOME: View = {
  name: 'jobId',
  columns: [
    column('ID', id('jobId')),
    column('NAME', 'job.name'),
    column('STATE', 'job.state'),
    column('REFUSED', 'error.message'),
  ],
};

/** Changes every job that fits: cancel, approve, reject, delete, as the command is called. */
export async function run(invocation: Invocation): Promise<void> {
  const fields = await resolvedFields(invocation);
  if (![...fields.keys()].some((field) => field.startsWith('filter.')))
    throw new UsageError(
      'say which jobs: --state, --project, --user, --pool, --search, --created-from or --created-until',
      `${invocation.commandPath} --help`,
    );
  const verb = invocation.spec.name;
  await confirm(invocation, `${verb.charAt(0).toUpperCase()}${verb.slice(1)} every job that fits?`);
  const items: Item[] = [];
  let more = true;
  for (let request = 0; more && request < MAX_REQUESTS; request += 1) {
    const answer = await invocation.api.post<Answer>(`/jobs/${verb}`, nested(fields));
    items.push(...answer.items);
    // those that are refused would come again, and again
    more = answer.more && answer.items.some(({ error }) => error == null);
  }
  await invocation.output.list(items, OUTCOME);
  const refused = items.filter((item) => at(item, 'error') != null);
  if (more) invocation.output.say('there are more; call it again');
  if (refused.length > 0)
    throw new CliError(`${refused.length} of ${items.length} jobs were refused`, EXIT.failed);
}
