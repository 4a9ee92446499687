import { hostname } from 'node:os';
import { delimiter } from 'node:path';
import { tracingEndpoint } from '@berth/service-host/config';
import { z } from 'zod';

const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const folders = (text: string): readonly string[] => text.split(delimiter).filter(Boolean);

/** Settings of the agent, from environment variables. Parsed once, in `main.ts`. */
export const agentConfig = z.object({
  BERTH_GATEWAY_URL: z.url().describe('URL of the gateway, for joining the platform'),
  BERTH_JOIN_TOKEN_FILE: z
    .string()
    .optional()
    .describe('File with a join token; required until the host has joined'),
  BERTH_AGENT_DIR: z.string().min(1).describe('Folder of the agent: its key, its runs and their output'),
  BERTH_HOST_NAME: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .default(hostname())
    .describe('Name under which the host joins'),
  BERTH_NATS_URL: z
    .string()
    .optional()
    .describe('Address of the bus; default: the address that the gateway returns'),
  BERTH_SIMULATE_GPUS: count(0, 64).default(0).describe('Number of simulated GPUs (reported as simulated)'),
  BERTH_NVIDIA_SMI: z.string().default('nvidia-smi').describe('The program that lists GPUs'),
  BERTH_NVIDIA_SMI_TIMEOUT_SECONDS: z.coerce
    .number()
    .min(0.1)
    .max(120)
    .default(20)
    .describe('Timeout of that program in seconds; after it the devices count as unreadable'),
  BERTH_HEARTBEAT_INTERVAL_SECONDS: z.coerce
    .number()
    .min(0.05)
    .max(30)
    .default(5)
    .describe('Interval between heartbeats'),
  BERTH_SAMPLE_INTERVAL_SECONDS: z.coerce
    .number()
    .min(0.1)
    .max(3600)
    .default(10)
    .describe('Interval between readings of the devices'),
  BERTH_STOP_RUNS_ON_EXIT: z
    .enum(['true', 'false'])
    .default('true')
    .describe(
      'Whether runs end when the agent stops (and are queued again); false leaves them running for the next agent',
    ),
  BERTH_STOP_GRACE_SECONDS: count(0, 3600)
    .default(10)
    .describe('Time between SIGTERM and SIGKILL for runs that end with the agent'),
  BERTH_MAX_OUTPUT_MB: count(0, 1_000_000)
    .default(1024)
    .describe(
      'Maximum output of a run, both streams together; a run that exceeds it is ended; 0 is no limit',
    ),
  BERTH_MAX_JOB_PROCESSES: count(0, 4_194_304)
    .default(0)
    .describe(
      'Maximum processes and threads of a run, where runs are isolated; 0 is a quarter of the limit of the host',
    ),
  BERTH_MIN_FREE_MB: count(0, 100_000_000)
    .default(500)
    .describe(
      'Minimum free space on the disk of its runs (10^6 bytes), below which the host takes no work; 0 disables the check',
    ),
  BERTH_MAX_KEPT_OUTPUT_MB: count(0, 100_000_000)
    .default(20_000)
    .describe(
      'Maximum output of ended runs that is kept on the host (10^6 bytes), in addition to output not archived yet',
    ),
  BERTH_SUCCEEDED_RUN_RETENTION_HOURS: z.coerce
    .number()
    .min(0)
    .default(24)
    .describe('How long the folder of a succeeded run is kept'),
  BERTH_OTHER_RUN_RETENTION_HOURS: z.coerce
    .number()
    .min(0)
    .default(168)
    .describe('How long the folder of any other ended run is kept'),
  BERTH_PRIVATE_FOLDERS: z
    .string()
    .default('')
    .transform(folders)
    .describe(
      'Folders besides its own that jobs must not see, separated by colons; the launcher sets those of the platform',
    ),
  BERTH_JOB_FOLDERS: z
    .string()
    .default('')
    .transform(folders)
    .describe('Folders that jobs may use directly, separated by colons, for data sets and results'),
  BERTH_ISOLATION: z
    .enum(['auto', 'accounts', 'none'])
    .default('auto')
    .describe(
      'How jobs are isolated: as strongly as the host allows, by accounts without namespaces, or not at all',
    ),
  BERTH_TRUST_JOBS: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Whether jobs of all users are accepted where they cannot be isolated from the platform'),
  BERTH_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
    .default('info')
    .describe('Minimum level that is logged'),
  OTEL_EXPORTER_OTLP_ENDPOINT: tracingEndpoint,
});
export type AgentConfig = z.output<typeof agentConfig>;
