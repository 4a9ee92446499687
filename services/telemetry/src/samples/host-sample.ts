import { hostSample } from '@berth/contracts/agent/messages';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Measured } from './rollup.js';

/** One sample of a device, or of a host. */
export interface Sample {
  readonly series: string;
  /** Only a device has one. */
  readonly uuid?: string;
  readonly hostId: string;
  readonly atMs: number;
  readonly simulated: boolean;
  readonly measured: Measured;
}

export const deviceSeries = (uuid: string): string => `device:${uuid}`;
export const hostSeries = (hostId: string): string => `host:${hostId}`;

/** Further off than this from its arrival, the time of a host's sample is not used. */
const MAX_HOST_CLOCK_SKEW_MS = 10 * 60_000;

/**
 * The samples in a message of a host: its own, and those of its devices.
 * @param arrivedMs when JetStream took it
 * @returns in an error's case what is wrong, naming the field
 */
export function readSamples(
  hostId: string,
  data: Uint8Array,
  arrivedMs: number,
): Result<readonly Sample[], string> {
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8'));
  } catch {
    return err('body: must be JSON');
  }
  const parsed = hostSample.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return err(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is invalid'}`);
  }
  const { at, cpuPercent, memoryUsedMiB, memoryTotalMiB, devices } = parsed.data;
  const saidMs = Date.parse(at);
  const atMs = Math.abs(saidMs - arrivedMs) > MAX_HOST_CLOCK_SKEW_MS ? arrivedMs : saidMs;
  const host: Sample = {
    series: hostSeries(hostId),
    hostId,
    atMs,
    simulated: false,
    measured: { cpuPercent, memoryUsedMiB, memoryTotalMiB },
  };
  const ofDevices = devices.map(({ uuid, simulated, ...device }): Sample => {
    const { utilisationGpu, utilisationMemory, memoryUsedMiB, memoryTotalMiB, temperature, powerW } = device;
    const measured = {
      utilisationGpu,
      utilisationMemory,
      memoryUsedMiB,
      memoryTotalMiB,
      temperature,
      powerW,
    };
    return { series: deviceSeries(uuid), uuid, hostId, atMs, simulated, measured };
  });
  return ok([host, ...ofDevices]);
}
