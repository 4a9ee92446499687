import { z } from 'zod';
import { defineQuery } from '../define.js';
import { id, instant, nameOrId } from '../fields.js';
import { jobClass } from './events.js';
import { poolPolicy } from './policy.js';
import type { SimulationView } from './simulation.views.js';

const label = z
  .string()
  .regex(/^[\w.:,+%()@/ -]{1,64}$/, 'must have 1 to 64 letters, digits, spaces or . _ : , + % ( ) @ / -');
const seconds = z.number().min(0, 'must be at least 0').max(10_000_000_000);
const gpus = z.number().int().min(0, 'must be at least 0 (0 is CPU only)').max(1024);
const shares = z.record(label, z.number().positive().max(10_000));

const simulatedHosts = z.strictObject({
  /** The number of equal ones. */
  hosts: z.number().int().min(1).max(5000).default(1),
  gpus,
  model: label.default('GPU'),
  memoryGb: z.number().positive().max(10_000).default(80),
  vcpus: z.number().positive().max(4096).default(128),
  ramGb: z.number().positive().max(100_000).default(1024),
});
export type SimulatedHosts = z.output<typeof simulatedHosts>;

const givenJob = z.strictObject({
  id: label,
  user: label.default('user'),
  project: label.default('project'),
  submitSeconds: seconds,
  runSeconds: seconds,
  /** As long as it runs, if omitted: a user who guesses right. */
  limitSeconds: seconds.positive().optional(),
  gpus: gpus.default(1),
  model: label.optional(),
  memoryGb: z.number().positive().max(10_000).optional(),
  vcpus: z.number().positive().max(4096).optional(),
  ramGb: z.number().positive().max(100_000).optional(),
  class: jobClass.default('training'),
  grantPriority: z.number().int().min(0).max(2).default(1),
  priority: z.number().int().min(1).max(10).default(5),
  preemptible: z.boolean().default(false),
});
export type GivenJob = z.output<typeof givenJob>;

const synthetic = z.strictObject({
  jobs: z.number().int().min(1).max(100_000),
  days: z.number().positive().max(3660),
  users: z.number().int().min(1).max(1000).default(12),
  projects: z.number().int().min(1).max(1000).default(4),
  /** GPU-time requested, as a fraction of all there is. */
  load: z.number().positive().max(10).default(0.8),
  /** Part of the jobs that may be ended for others, and are of the worst class. */
  preemptible: z.number().min(0).max(1).default(0.2),
});

const workloads = {
  /** A log in the Standard Workload Format. */
  swf: z.string().optional(),
  /** Tasks of an openb trace, as CSV. */
  openb: z.string().optional(),
  jobs: z.array(givenJob).min(1).max(100_000).optional(),
  /** What the pool's users submitted from then until then, and how long it ran. For staff. */
  recorded: z.strictObject({ from: instant, until: instant }).optional(),
  synthetic: synthetic.optional(),
};

const simulatedWorkload = z
  .strictObject({
    ...workloads,
    /** Whether `swf` or `openb` is compressed by gzip, in base64: for what is larger than a request may be. */
    gzip: z.boolean().default(false),
    processorsPerGpu: z.number().positive().max(100_000).default(1),
  })
  .refine((given) => Object.keys(workloads).filter((kind) => Object.hasOwn(given, kind)).length === 1, {
    message: `must be one of ${Object.keys(workloads).join(', ')}`,
  });
export type SimulatedWorkload = z.output<typeof simulatedWorkload>;

/** What is left out is as in the pool's policy, or where no pool is given as by default. */
const simulatedPolicy = z.strictObject({
  name: label,
  ...poolPolicy.pick({ order: true, backfill: true, placement: true }).partial().shape,
  fairShare: poolPolicy.shape.fairShare
    .extend({ projectShares: shares, userShares: shares })
    .partial()
    .strict()
    .optional(),
  preemption: poolPolicy.shape.preemption.partial().strict().optional(),
});
export type SimulatedPolicy = z.output<typeof simulatedPolicy>;

const simulatedQuotas = z.strictObject({
  /** GPUs that each user, and each project, may hold at once. */
  userGpus: z.number().int().min(1).max(100_000).optional(),
  projectGpus: z.number().int().min(1).max(100_000).optional(),
});
export type SimulatedQuotas = z.output<typeof simulatedQuotas>;

/** Runs a workload under policies in virtual time. It changes nothing, and the answer is all of it. */
export const simulateQuery = defineQuery<SimulationView>('simulate')(
  'scheduler',
  'simulate',
  z.strictObject({
    /** The caller's name for it, to cancel it by. */
    simulationId: id,
    /** Id or name: its hosts and its policy, where no others are given. */
    pool: nameOrId.optional(),
    cluster: z
      .strictObject({
        hosts: z.array(simulatedHosts).min(1).max(200).optional(),
        /** Nodes of an openb trace, as CSV. */
        openb: z.string().optional(),
      })
      .optional(),
    workload: simulatedWorkload,
    policies: z
      .array(simulatedPolicy)
      .min(1)
      .max(6)
      .refine(
        (all) => new Set(all.map((policy) => policy.name)).size === all.length,
        'must have different names',
      ),
    quotas: simulatedQuotas.default({}),
    /** It ends then, whatever still waits; if omitted when all is done. */
    untilHours: z.number().positive().max(1_000_000).optional(),
    /** Of `synthetic`: the same gives the same. */
    seed: z.number().int().min(0).max(4_294_967_295).default(1),
  }),
);

/** The caller is gone. */
export const cancelSimulation = defineQuery<{ readonly cancelled: boolean }>('simulate')(
  'scheduler',
  'cancelSimulation',
  z.strictObject({ simulationId: id }),
);
