import type { Invocation } from '../invocation.js';
import type { Job } from '../jobs.js';
import { JOB } from '../output/job.view.js';
import { plainId, type Item } from '../output/view.js';
import { submissionOf } from '../submission.js';

export async function run(invocation: Invocation): Promise<void> {
  const { output } = invocation;
  const submission = await submissionOf(invocation);
  if (invocation.text('array') !== undefined || invocation.text('each') !== undefined)
    return (await import('./submit-array.js')).submitArray(invocation, submission);
  const job = await invocation.api.post<Job & Item>('/jobs', submission);
  const id = plainId(job.id);
  invocation.state.rememberJob(invocation.around.cwd, id);
  if (!output.isForPeople) return output.one(job, JOB);
  output.line(id);
  output.say(`${job.name} is ${job.state}; berth logs -f ${id} follows it`);
}
