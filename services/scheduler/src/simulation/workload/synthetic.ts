import { Random } from './random.js';
import { DEFAULT_START, inOrder, type SimulatedJob, type Workload } from './workload.js';

export interface SyntheticOptions {
  readonly jobs: number;
  readonly days: number;
  readonly users: number;
  readonly projects: number;
  /** GPU-time requested, as a fraction of all there is: 1 keeps every GPU busy if nothing is ever lost. */
  readonly load: number;
  /** Of all jobs; they may be ended for others, and are of the worst class. */
  readonly preemptible: number;
  readonly seed: number;
}

const DAY = 86_400;
const SIZES = [1, 2, 4, 8] as const;
const SIZE_WEIGHTS = [60, 20, 13, 7] as const;
/** Of an hour's arrivals by day and night; both ends of the day are quiet. */
const NIGHT_DIP = 0.8;
const SPREAD_OF_RUNS = 1.6;

/**
 * A workload like those of small labs: few users submit most, more by day than by night, most jobs are short and small
 * and some long and wide, and time limits are guessed too high. For comparing policies, not for forecasting.
 * @param gpus of the whole cluster
 * @param widest GPUs of its widest host: no job asks for more
 */
export function syntheticWorkload(options: SyntheticOptions, gpus: number, widest: number): Workload {
  const random = new Random(options.seed);
  const seconds = options.days * DAY;
  const drafts = Array.from({ length: options.jobs }, (_, index) =>
    draft(random, index, options, seconds, widest),
  );
  const asked = drafts.reduce((sum, job) => sum + job.gpus * job.runSeconds, 0);
  const scale = asked > 0 ? (options.load * gpus * seconds) / asked : 1;
  const jobs = drafts.map(({ limitFactor, ...job }): SimulatedJob => {
    const runSeconds = Math.max(1, Math.round(job.runSeconds * scale));
    return { ...job, runSeconds, limitSeconds: roundedUp(runSeconds * limitFactor) };
  });
  return { startsAt: DEFAULT_START, jobs: inOrder(jobs), notes: [] };
}

type Draft = Omit<SimulatedJob, 'limitSeconds'> & { readonly limitFactor: number };

function draft(
  random: Random,
  index: number,
  { users, projects, preemptible }: SyntheticOptions,
  seconds: number,
  widest: number,
): Draft {
  const user = Math.floor(users * random.uniform() ** 2);
  const size = SIZES[random.pick(SIZE_WEIGHTS)] ?? 1;
  const yields = random.uniform() < preemptible;
  return {
    id: `job-${String(index).padStart(6, '0')}`,
    user: `user-${user}`,
    project: `project-${user % projects}`,
    submitSeconds: Math.floor(byDay(random, seconds)),
    runSeconds: Math.exp(SPREAD_OF_RUNS * random.normal()),
    limitFactor: 1 + 3 * random.uniform(),
    gpus: Math.min(size, Math.max(1, widest)),
    class: 'training',
    grantPriority: yields ? 2 : 1,
    priority: 5,
    preemptible: yields,
  };
}

/** An instant, by rejection: likelier at noon than at midnight. */
function byDay(random: Random, seconds: number): number {
  for (;;) {
    const at = random.uniform() * seconds;
    const rate = 1 - NIGHT_DIP * (0.5 + 0.5 * Math.cos((2 * Math.PI * at) / DAY));
    if (random.uniform() < rate) return at;
  }
}

/** People ask for round times, not for what they need. */
const LIMIT_HOURS = [0.25, 0.5, 1, 2, 4, 8, 12, 24, 48, 72, 168] as const;

function roundedUp(seconds: number): number {
  const hours = seconds / 3600;
  const week = 168;
  return 3600 * (LIMIT_HOURS.find((limit) => limit >= hours) ?? week * Math.ceil(hours / week));
}
