import { delimiter, dirname } from 'node:path';
import { defined } from '@berth/kernel/defined';
import type { RunSpec } from '../executor.js';
import type { JobAccount } from './isolation/job-accounts.js';

/** Variables that a run inherits from the agent; never its tokens and settings. */
const INHERITED = ['HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TZ', 'LD_LIBRARY_PATH'];

/** The agent's own Node is on the path (and in BERTH_NODE_BINARY), so that `node` is there on hosts that have none. */
export function baseEnvironment(
  agentEnv: NodeJS.ProcessEnv,
  { account, home }: { readonly account?: JobAccount | undefined; readonly home?: string | undefined },
): { [name: string]: string } {
  const base: { [name: string]: string } = {
    PATH: [dirname(process.execPath), agentEnv['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'].join(delimiter),
    BERTH_NODE_BINARY: process.execPath,
  };
  for (const name of INHERITED) {
    const value = agentEnv[name];
    if (value !== undefined) base[name] = value;
  }
  if (home !== undefined) base['HOME'] = home;
  if (!account) return base;
  const { name, shell = '/bin/sh' } = account;
  return { ...base, USER: name, LOGNAME: name, SHELL: shell };
}

/**
 * The job's variables; those of the platform override them, since a job must not reach devices that it doesn't hold.
 * @param owner distinguishes the run's processes from those of a copy of this installation, which has the same jobs
 */
export function jobEnvironment(spec: RunSpec, owner: string): { [name: string]: string } {
  const devices = spec.deviceUuids.join(',');
  return {
    ...spec.env,
    CUDA_VISIBLE_DEVICES: devices,
    NVIDIA_VISIBLE_DEVICES: devices === '' ? 'void' : devices,
    BERTH_JOB_ID: spec.jobId,
    BERTH_RUN: String(spec.run),
    BERTH_RUN_OWNER: owner,
    ...defined({ TRACEPARENT: spec.traceparent }),
  };
}

/**
 * Each `NAME=value` and a NUL, for what becomes the command to read: variables given as arguments could be read by every
 * user of the host, and a shell would drop some and change others.
 */
export const environmentFile = (env: { readonly [name: string]: string }): string =>
  Object.entries(env)
    .filter(([name, value]) => name !== '' && !name.includes('=') && !`${name}${value}`.includes('\0'))
    .map(([name, value]) => `${name}=${value}\0`)
    .join('');
