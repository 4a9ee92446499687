import { delimiter, dirname } from 'node:path';
import type { RunSpec } from '../executor.js';

/** What a run inherits from the agent: never its tokens and settings. */
const INHERITED = ['HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TZ', 'LD_LIBRARY_PATH'];

/** Variables that some shells keep read-only; exporting one of them would end the launch. */
const SHELL_OWNED = new Set(['UID', 'EUID', 'PPID', 'SHELLOPTS', 'BASHOPTS', 'BASH_VERSINFO']);

/** The agent's own Node is on the path (and in BERTH_NODE), so that `node` is there on hosts that have none. */
export function baseEnvironment(agentEnv: NodeJS.ProcessEnv): { [name: string]: string } {
  const base: { [name: string]: string } = {
    PATH: [dirname(process.execPath), agentEnv['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'].join(delimiter),
    BERTH_NODE: process.execPath,
  };
  for (const name of INHERITED) {
    const value = agentEnv[name];
    if (value !== undefined) base[name] = value;
  }
  return base;
}

/**
 * The job's variables, over which the platform's win: a job must not reach devices that it doesn't hold.
 * @param owner tells the run's processes from those of a copy of this installation, which has the same jobs
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
    ...(spec.traceparent === undefined ? {} : { TRACEPARENT: spec.traceparent }),
  };
}

/** A file for the shell to read: variables given as arguments could be read by every user of the host. */
export function environmentScript(env: { readonly [name: string]: string }): string {
  return Object.entries(env)
    .filter(([name]) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !SHELL_OWNED.has(name))
    .map(([name, value]) => `export ${name}='${value.replaceAll('\0', '').replaceAll("'", `'\\''`)}'\n`)
    .join('');
}
