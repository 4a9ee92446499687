import { UsageError } from '../errors.js';
import type { Invocation } from '../invocation.js';
import type { Item } from '../output/view.js';
import { SCHEDULE } from '../output/workflow.views.js';
import { fileMembers, nowHere } from '../rest/values.js';
import { submissionOf, templateOf } from '../submission.js';

const OF_SCHEDULE = [
  'project',
  'name',
  'cron',
  'timeZone',
  'overlap',
  'catchUp',
  'until',
  'externalId',
  'workflow',
  'enabled',
];

export async function run(invocation: Invocation): Promise<void> {
  if ((invocation.text('cron') ?? fileMembers(invocation)['cron']) === undefined)
    throw new UsageError("--cron is missing: when, such as '0 2 * * *'");
  const all = await submissionOf(invocation, { needsCommand: false });
  const own = Object.fromEntries(Object.entries(all).filter(([name]) => OF_SCHEDULE.includes(name)));
  if (invocation.text('name') === undefined && own['name'] === 'job')
    throw new UsageError('--name is missing: name of the schedule');
  const job = templateOf(all, OF_SCHEDULE);
  if (own['workflow'] === undefined && job['command'] === undefined && job['image'] === undefined)
    throw new UsageError('the command is missing; write it after --, or give a file with workflow');
  const created = await invocation.api.post<Item>('/schedules', {
    timeZone: nowHere(false).timeZone,
    ...own,
    ...(own['workflow'] === undefined ? { job } : {}),
  });
  await invocation.output.one(created, SCHEDULE);
}
