import { hostname } from 'node:os';
import { delimiter } from 'node:path';
import { tracingEndpoint } from '@berth/service-host/config';
import { z } from 'zod';

const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const folders = (text: string): readonly string[] => text.split(delimiter).filter(Boolean);

/** What the agent is told by its environment. Parsed once, in `main.ts`. */
export const agentConfig = z.object({
  BERTH_GATEWAY_URL: z.url().describe('Where the platform is, for joining it'),
  BERTH_JOIN_TOKEN_FILE: z
    .string()
    .optional()
    .describe('File with a join token; needed until the host has joined'),
  BERTH_AGENT_DIR: z.string().min(1).describe('Folder of the agent: its key, its runs and their output'),
  BERTH_HOST_NAME: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .default(hostname())
    .describe('Name the host joins under'),
  BERTH_NATS_URL: z
    .string()
    .optional()
    .describe('Address of the bus, where not the one that the gateway tells'),
  BERTH_SIMULATE_GPUS: count(0, 64)
    .default(0)
    .describe('How many GPUs to pretend to have, marked as simulated'),
  BERTH_NVIDIA_SMI: z.string().default('nvidia-smi').describe('The program that lists GPUs'),
  BERTH_NVIDIA_SMI_SECONDS: z.coerce
    .number()
    .min(0.1)
    .max(120)
    .default(20)
    .describe('How long that program may take; then the devices count as unreadable'),
  BERTH_HEARTBEAT_SECONDS: z.coerce
    .number()
    .min(0.05)
    .max(30)
    .default(5)
    .describe('Between two signs of life'),
  BERTH_SAMPLE_SECONDS: z.coerce
    .number()
    .min(0.1)
    .max(3600)
    .default(10)
    .describe('Between two looks at the devices'),
  BERTH_STOP_RUNS: z
    .enum(['true', 'false'])
    .default('true')
    .describe('Whether runs end with the agent (and are queued again); false leaves them for the next agent'),
  BERTH_STOP_GRACE_SECONDS: count(0, 3600)
    .default(10)
    .describe('Between SIGTERM and SIGKILL for runs that end with the agent'),
  BERTH_OUTPUT_LIMIT_MB: count(0, 1_000_000)
    .default(1024)
    .describe('Most output of a run, both streams together; more ends it; 0 is no limit'),
  BERTH_JOB_PROCESSES: count(0, 4_194_304)
    .default(0)
    .describe(
      'Most processes and threads of a run, where runs are held apart; 0 is a quarter of what the host allows',
    ),
  BERTH_MIN_FREE_MB: count(0, 100_000_000)
    .default(500)
    .describe(
      'With less free on the disk of its runs (10^6 bytes) the host takes no work; 0 switches it off',
    ),
  BERTH_KEPT_OUTPUT_MB: count(0, 100_000_000)
    .default(20_000)
    .describe(
      'Most output of ended runs that is kept on the host (10^6 bytes), beside what is not archived yet',
    ),
  BERTH_KEEP_SUCCEEDED_HOURS: z.coerce
    .number()
    .min(0)
    .default(24)
    .describe('How long the folder of a succeeded run is kept'),
  BERTH_KEEP_OTHER_HOURS: z.coerce
    .number()
    .min(0)
    .default(168)
    .describe('How long the folder of any other ended run is kept'),
  BERTH_PRIVATE_FOLDERS: z
    .string()
    .default('')
    .transform(folders)
    .describe(
      'Folders beside its own that no job may see, by colons; the launcher names those of the platform',
    ),
  BERTH_JOB_FOLDERS: z
    .string()
    .default('')
    .transform(folders)
    .describe('Folders that jobs see as they are, by colons, for data sets and results'),
  BERTH_ISOLATION: z
    .enum(['auto', 'accounts', 'none'])
    .default('auto')
    .describe(
      'How jobs are held apart: as well as can be on this host, by accounts without namespaces, or not',
    ),
  BERTH_TRUST_JOBS: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Whether jobs of everybody are taken where they can not be held apart from the platform'),
  BERTH_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
    .default('info')
    .describe('Least level that is logged'),
  OTEL_EXPORTER_OTLP_ENDPOINT: tracingEndpoint,
});
export type AgentConfig = z.output<typeof agentConfig>;
