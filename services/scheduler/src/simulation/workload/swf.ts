import { linesOf, MAX_JOBS, refusal, tooMany, wrong, type Line } from './lines.js';
import { DEFAULT_START, inOrder, type SimulatedJob, type Workload } from './workload.js';
import { many } from '@berth/kernel/words';

export interface SwfOptions {
  /** Processors that stand for one GPU. */
  readonly processorsPerGpu: number;
  /** Where the text came from in the input, for refusals. */
  readonly field: string;
}

const FIELDS = [
  'job number',
  'submit time',
  'wait time',
  'run time',
  'allocated processors',
  'average CPU time',
  'used memory',
  'requested processors',
  'requested time',
  'requested memory',
  'status',
  'user',
  'group',
  'executable',
  'queue',
  'partition',
  'preceding job',
  'think time',
] as const;
type Field = (typeof FIELDS)[number];
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * Reads the Standard Workload Format (Chapin et al., "Benchmarks and standards for the evaluation of parallel job
 * schedulers", JSSPP 1999; https://www.cs.huji.ac.il/labs/parallel/workload/swf.html): 18 numbers a line, -1 where not
 * known, comments from `;`. Users and groups become users and projects; a job without a run time is left out.
 * @throws RejectedError naming line and field
 */
export function parseSwf(text: string, { processorsPerGpu, field }: SwfOptions): Workload {
  const jobs: SimulatedJob[] = [];
  const known = new Set<string>();
  let startsAt = DEFAULT_START;
  let without = 0;
  for (const line of linesOf(text)) {
    if (line.text.startsWith(';')) {
      startsAt = startOf(line.text) ?? startsAt;
      continue;
    }
    const job = jobOf(line, processorsPerGpu, field);
    if (!job) {
      without += 1;
      continue;
    }
    if (known.has(job.id)) throw wrong(field, line.number, 'field 1 (job number)', 'must be unique', job.id);
    known.add(job.id);
    jobs.push(job);
    if (jobs.length > MAX_JOBS) throw tooMany(field);
  }
  if (jobs.length === 0) throw refusal(field, 'must have at least one job with a run time and processors');
  const left = `${many(without, 'job')} without a run time or processors omitted`;
  return { startsAt, jobs: fromZero(inOrder(jobs)), notes: without > 0 ? [left] : [] };
}

function jobOf(line: Line, processorsPerGpu: number, field: string): SimulatedJob | undefined {
  const values = line.text.split(/\s+/);
  if (values.length !== FIELDS.length)
    throw wrong(field, line.number, `${values.length} fields`, 'must have 18 numbers', line.text);
  const read = (name: Field, required = false): number => {
    const index = FIELDS.indexOf(name);
    const value = values[index] ?? '';
    const column = `field ${index + 1} (${name})`;
    if (!NUMBER.test(value))
      throw wrong(field, line.number, column, 'must be a number, -1 if unknown', value);
    if (required && Number(value) < 0) throw wrong(field, line.number, column, 'must be at least 0', value);
    return Number(value);
  };
  const submitSeconds = read('submit time', true);
  const runSeconds = read('run time');
  const requested = read('requested processors');
  const processors = requested > 0 ? requested : read('allocated processors');
  if (runSeconds < 0 || processors <= 0) return undefined;
  const limit = read('requested time');
  return {
    id: String(read('job number', true)),
    user: `user-${read('user')}`,
    project: `group-${read('group')}`,
    submitSeconds,
    runSeconds,
    limitSeconds: limit > 0 ? limit : Math.max(1, runSeconds),
    gpus: Math.max(1, Math.ceil(processors / processorsPerGpu)),
    class: 'training',
    grantPriority: 1,
    priority: 5,
    preemptible: true,
  };
}

/** The header may say when the log begins. */
function startOf(comment: string): string | undefined {
  const seconds = /^;\s*UnixStartTime:\s*(\d{1,11})\b/i.exec(comment)?.[1];
  return seconds === undefined ? undefined : new Date(Number(seconds) * 1000).toISOString();
}

function fromZero(jobs: readonly SimulatedJob[]): readonly SimulatedJob[] {
  const first = jobs[0]?.submitSeconds ?? 0;
  return first === 0 ? jobs : jobs.map((job) => ({ ...job, submitSeconds: job.submitSeconds - first }));
}
