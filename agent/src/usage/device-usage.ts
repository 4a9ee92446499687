import type { DeviceProcesses } from '@berth/contracts/agent/messages';
import type { UsageMeter } from '../bus/downlink.js';
import type { DeviceReadings, DeviceSample, DeviceSource } from '../devices/device-source.js';
import type { RunObservation } from '../executors/executor.js';
import { Accounts } from './accounts.js';
import { OwnRuns, processesConfiguredToUse } from '../executors/process/processes.js';

const MAX_PROCESSES = 256;
/** Callers wait a little longer than this. */
const READING_MS = 5000;

/**
 * Who uses devices of this host beside its runs: processes that the driver lists, and whose they are. It says where it
 * can't tell, since a reservation that looks unused may be released.
 */
export class DeviceUsage implements UsageMeter {
  readonly #accounts = new Accounts();
  #reading: Promise<DeviceReadings> | undefined;

  constructor(
    private readonly source: Pick<DeviceSource, 'read'>,
    private readonly active: () => readonly RunObservation[],
    private readonly readingMs = READING_MS,
  ) {}

  async of(uuids: readonly string[]): Promise<readonly DeviceProcesses[]> {
    const readings = await this.#read();
    if (readings === undefined) return uuids.map((uuid) => unknown(uuid, 'reading the devices timed out'));
    const samples = new Map(readings.samples.map((sample) => [sample.uuid, sample]));
    const own = new OwnRuns(this.active());
    const simulated = uuids.filter((uuid) => samples.get(uuid)?.simulated);
    const configuredPids =
      simulated.length > 0 ? await processesConfiguredToUse(new Set(simulated)) : new Map<string, number[]>();
    return Promise.all(
      uuids.map(async (uuid) => {
        const sample = samples.get(uuid);
        if (!sample) return unknown(uuid, 'it is missing or in error');
        const pids = sample.simulated
          ? (configuredPids.get(uuid) ?? [])
          : sample.processes.map(({ pid }) => pid);
        const processes = await this.#owned(pids, own);
        const hidden = pids.length === 0 && isBusy(sample);
        const why = 'it is busy, but the driver lists no process; the agent may run in a container';
        return hidden ? unknown(uuid, why) : { uuid, known: true, processes };
      }),
    );
  }

  /** Those of runs are left out. */
  async #owned(pids: readonly number[], own: OwnRuns): Promise<DeviceProcesses['processes']> {
    const found = await Promise.all(
      pids.slice(0, MAX_PROCESSES).map(async (pid) => {
        if (await own.have(pid)) return [];
        const account = await this.#accounts.ownerOf(pid);
        return [account === undefined ? { pid } : { pid, account }];
      }),
    );
    return found.flat();
  }

  /** One at a time: the driver answers slowly when it is asked by many. */
  async #read(): Promise<DeviceReadings | undefined> {
    this.#reading ??= this.source.read().finally(() => (this.#reading = undefined));
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), this.readingMs);
    });
    try {
      return await Promise.race([this.#reading, tooLate]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** A simulated device that a run holds looks busy, and its run is known. */
const isBusy = ({ simulated, utilisationGpu = 0 }: DeviceSample): boolean => !simulated && utilisationGpu > 0;

const unknown = (uuid: string, why: string): DeviceProcesses => ({ uuid, known: false, why, processes: [] });
