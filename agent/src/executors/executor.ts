import type { StartRun } from '@berth/contracts/agent/messages';
/** A run of a job: the run number is the fencing epoch of all that is reported about it. */
export interface RunKey {
  readonly jobId: string;
  readonly run: number;
}

/**
 * The order that the agent was sent. `env` is secret: kept in memory and in a file that only the agent's user can read,
 * until the run has ended. The working directory is absolute; without one the run gets an empty folder of its own.
 */
export type RunSpec = Omit<StartRun, 'projectId' | 'simulated'>;

export type StopOutcome = 'cancelled' | 'timedOut' | 'preempted' | 'lost';
export interface StopOrder {
  readonly outcome: StopOutcome;
  readonly graceSeconds: number;
}

/** How a run ended. Instants are ISO 8601. */
export interface RunEnd {
  readonly outcome: 'succeeded' | 'failed' | StopOutcome;
  readonly exitCode?: number;
  readonly signal?: string;
  readonly errorClass?:
    'exitCode' | 'signal' | 'commandNotFound' | 'outputLimit' | 'outOfMemory' | 'startFailed' | 'hostLost';
  readonly message?: string;
  readonly startedAt?: string;
  readonly endedAt: string;
}

/** `prepared`: accepted and on disk, not begun. `starting`: begun, its command not yet seen to run. */
export type RunObservation = RunKey & { readonly deviceUuids: readonly string[] } & (
    | { readonly status: 'prepared' | 'starting' }
    | { readonly status: 'running'; readonly pid: number; readonly startedAt: string }
    | { readonly status: 'ended'; readonly end: RunEnd }
  );

/**
 * Where a run's output is: two files that only grow and are complete once the run has ended, and a folder for the
 * agent's own files.
 */
export interface RunOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly folder: string;
}

/**
 * Runs commands somewhere, and finds them again after the agent was killed or upgraded. Guarantees: a run is launched
 * at most once however often it is started, also by two agents and across crashes; a run that has ended stays ended
 * with the same end; when `ended` is observed none of its processes is left (save what docs/adr/0031 names); limits of
 * time and output hold while the agent is dead. Does not guarantee: that a run outlives a reboot (it is then `lost`),
 * or that each change is reported once only.
 */
export interface Executor {
  /** Resolves once the run is on disk and its launch under way. A run that can't be launched ends as `startFailed`. */
  start(spec: RunSpec): Promise<RunObservation>;
  /** Launches a run that was accepted and never begun, as after a crash; any other is left as it is. */
  begin(key: RunKey): Promise<RunObservation>;
  /**
   * Stops the run: SIGTERM to its whole process group, SIGKILL after the grace period. Returns at once; ignores unknown
   * and ended runs.
   */
  stop(key: RunKey, order: StopOrder): Promise<void>;
  observe(key: RunKey): Promise<RunObservation | undefined>;
  list(): Promise<readonly RunObservation[]>;
  output(key: RunKey): RunOutput;
  /** Calls back with each state of a run, in order, at least once; and when its output may have grown. */
  watch(watcher: RunWatcher): void;
  /** Deletes an ended run and its files. */
  remove(key: RunKey): Promise<void>;
  /** Stops watching; the runs go on. */
  close(): Promise<void>;
}

export interface RunWatcher {
  changed(observation: RunObservation): void;
  outputGrew(key: RunKey): void;
}

export const runName = (key: RunKey): string => `${key.jobId}.${key.run}`;
