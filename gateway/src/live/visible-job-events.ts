import { jobQuery, jobsQuery } from '@berth/contracts/scheduler/operations';
import { RejectedError, reject } from '@berth/kernel/rejection';
import type { Context } from '../graphql/context.js';
import type { LiveJobEvent } from './live-items.js';
import type { JobEventFilter } from './job-events.js';

/** Job events of the caller's projects, following changes of membership. */
export async function* visibleJobEvents(
  { calls, caller, live, signal }: Context,
  filter: JobEventFilter,
): AsyncGenerator<LiveJobEvent, void, void> {
  const { jobId, projectId } = filter;
  // The scheduler decides whether the caller may read jobs.
  if (jobId === undefined) await calls.query(jobsQuery, { first: 1 });
  else if (!(await calls.query(jobQuery, { jobId }))) throw notFound('job');
  if (caller.kind !== 'known') return;
  const { userId, role } = caller.identity;
  const projects = await live.memberships.of(calls, userId, role);
  try {
    if (projectId !== undefined && !projects.has(projectId)) throw notFound('project');
    for await (const item of live.jobEvents.follow(filter, (id) => projects.has(id), signal)) {
      calls.saw('scheduler', item.event.position);
      yield item;
    }
  } finally {
    projects.release();
  }
}

const notFound = (thing: string): RejectedError =>
  new RejectedError(reject('NOT_FOUND', `there is no such ${thing}, or you may not see it`, thing));
