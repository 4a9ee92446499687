/** In seconds, or a ratio. */
export type Distribution = {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
};

export type SimulatedGroup = {
  readonly name: string;
  readonly waits: Distribution;
  readonly boundedSlowdown: Distribution;
  readonly gpuHours: number;
};

export type UnfinishedJobs = {
  /** The first two will never run; the others had not when the simulation ended. */
  readonly reason: 'canNeverRun' | 'overQuota' | 'waiting' | 'running';
  readonly message: string;
  readonly count: number;
  /** The first of them. */
  readonly examples: readonly string[];
};

export type Utilisation = {
  /** From the first submission to the last end. */
  readonly spanHours: number;
  readonly gpuHoursAvailable: number;
  readonly gpuHoursAllocated: number;
  /** Allocated, less what was lost by preemption. */
  readonly gpuHoursUsed: number;
  /** As parts of what was available. */
  readonly allocated: number;
  readonly used: number;
  /** Allocated until the last submission: without the end, when the queue runs dry. */
  readonly allocatedWhileSubmitting: number;
};

export type PolicyReport = {
  readonly policy: string;
  readonly jobs: number;
  readonly finished: number;
  /** Of those finished: ended by their time limit. */
  readonly timedOut: number;
  /** From submission to the first start, in seconds, of all that started. */
  readonly waits: Distribution;
  /** max(1, (end - submission) / max(run, 10 s)), of all that finished. */
  readonly boundedSlowdown: Distribution;
  readonly byClass: readonly SimulatedGroup[];
  /** Those with the most GPU-time, 50 at most. */
  readonly byProject: readonly SimulatedGroup[];
  readonly byUser: readonly SimulatedGroup[];
  readonly utilisation: Utilisation;
  /** Jain's index: 1 is alike for all, 1/n is all for one of n. */
  readonly fairness: {
    /** Over users' mean bounded slowdowns. */
    readonly ofSlowdown: number;
    /** Over users' GPU-time received, each as a part of what they would have received without ever waiting for it. */
    readonly ofService: number;
  };
  readonly preemptions: number;
  readonly preemptedJobs: number;
  readonly lostGpuHours: number;
  /** Jobs that started before others ahead of them. */
  readonly backfilled: number;
  readonly makespanHours: number;
  readonly jobsPerHour: number;
  readonly longestQueue: number;
  readonly unfinished: readonly UnfinishedJobs[];
  readonly passes: number;
};

/** How a policy does beside the first of them: its figure less the first one's. */
export type PolicyComparison = {
  readonly policy: string;
  readonly baseline: string;
  readonly meanWaitSeconds: number;
  readonly p95WaitSeconds: number;
  readonly meanBoundedSlowdown: number;
  readonly allocated: number;
  readonly fairnessOfSlowdown: number;
  readonly preemptions: number;
  readonly makespanHours: number;
};

/** Without wall times and its id the same input gives the same bytes. */
export type SimulationView = {
  readonly simulationId: string;
  readonly jobs: number;
  readonly hosts: number;
  readonly gpus: number;
  readonly startsAt: string;
  /** GPU-time requested, as a fraction of what there is between the first and the last submission. */
  readonly offeredLoad: number;
  readonly notes: readonly string[];
  readonly reports: readonly PolicyReport[];
  readonly comparisons: readonly PolicyComparison[];
  readonly passes: number;
  /** How long it took, in real time. */
  readonly wallMs: number;
};
