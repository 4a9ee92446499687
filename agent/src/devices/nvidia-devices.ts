import type { DeviceFacts } from '@berth/contracts/inventory/events';
import type { DeviceFault, DeviceReadings, DeviceState } from './device-source.js';
import { devicesIn, hasUnnamedSlices, namesSlices, type FoundDevice } from './nvidia-facts.js';
import type { NvidiaReport } from './nvidia-smi-report.js';
import type { MigName, NvidiaSmi } from './nvidia-smi.js';

/** Readings in a row that must agree before a device is taken out of service; one good reading puts it back. */
const READINGS_TO_CONFIRM = 2;
/** A device that is not listed for this time is no longer a device of the host. */
const FORGET_MS = 5 * 60_000;
/** Drivers before 510 don't report compute capabilities; they are queried again after this interval. */
const CAPABILITIES_RETRY_MS = 5 * 60_000;
const NO_LONGER_LISTED = 'nvidia-smi no longer lists the device';

interface KnownDevice {
  readonly facts: DeviceFacts;
  /** How often in a row it was not listed, and since when. */
  readonly unlisted: number;
  readonly unlistedSince: number;
  /** How often in a row it had uncorrectable errors; and how many it has. */
  readonly erred: number;
  readonly errors: number;
}

/** The host's NVIDIA GPUs and MIG slices, with their state from readings, of which one runs at a time. */
export class NvidiaDevices {
  readonly #known = new Map<string, KnownDevice>();
  #migNames: ReadonlyMap<string, MigName> = new Map();
  #capabilities: ReadonlyMap<string, string> = new Map();
  #capabilitiesAskedAt = -Infinity;
  /** Failed readings in a row, and why the first failed. */
  #failed = 0;
  #why = '';
  #hasAnswered = false;
  #reading: Promise<DeviceReadings> | undefined;

  constructor(
    private readonly smi: NvidiaSmi,
    private readonly monotonicMs: () => number = () => performance.now(),
  ) {}

  /** As of the last finished reading. */
  get state(): DeviceState {
    const known = [...this.#known.values()];
    const isTakenOut = this.#failed >= READINGS_TO_CONFIRM || (this.#failed > 0 && !this.#hasAnswered);
    return {
      devices: known.map(({ facts }) => facts).sort((a, b) => a.index - b.index),
      faults: known.flatMap(faultOf),
      unreadable: isTakenOut ? this.#why : undefined,
    };
  }

  /** Concurrent callers share one reading. Never rejects. */
  read(): Promise<DeviceReadings> {
    this.#reading ??= this.#readNow().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #readNow(): Promise<DeviceReadings> {
    try {
      const found = await this.#find();
      this.#failed = 0;
      this.#hasAnswered = true;
      this.#update(found);
      const samples = found.map(({ sample }) => sample);
      return { ...this.state, samples, unconfirmed: [...this.#known.values()].some(isUnconfirmed) };
    } catch (error) {
      if (this.#failed === 0) this.#why = `${(error as Error).message}; check its driver`.slice(0, 500);
      this.#failed += 1;
      return { ...this.state, samples: [], unconfirmed: this.#failed < READINGS_TO_CONFIRM };
    }
  }

  async #find(): Promise<readonly FoundDevice[]> {
    const report = await this.smi.report();
    if (!report) {
      if (this.#known.size > 0) throw new Error('nvidia-smi was not found');
      return [];
    }
    await this.#askForNames(report);
    return devicesIn(report, this.#migNames, this.#capabilities);
  }

  /** Facts that the report itself does not contain. */
  async #askForNames(report: NvidiaReport): Promise<void> {
    if (hasUnnamedSlices(report, this.#migNames)) {
      this.#migNames = await this.smi.migDevices();
      // under another name a slice would count as another device
      if (namesSlices(report) && hasUnnamedSlices(report, this.#migNames))
        throw new Error('nvidia-smi did not report all slices that it lists');
    }
    const now = this.monotonicMs();
    const isUnknown = report.gpus.some(({ uuid }) => !this.#capabilities.has(uuid));
    if (!isUnknown || now - this.#capabilitiesAskedAt < CAPABILITIES_RETRY_MS) return;
    this.#capabilitiesAskedAt = now;
    this.#capabilities = new Map([...this.#capabilities, ...(await this.smi.computeCapabilities())]);
  }

  #update(found: readonly FoundDevice[]): void {
    const now = this.monotonicMs();
    const listed = new Map(found.map((device) => [device.facts.uuid, device]));
    for (const [uuid, known] of this.#known) {
      if (listed.has(uuid)) continue;
      const unlistedSince = known.unlisted === 0 ? now : known.unlistedSince;
      if (now - unlistedSince >= FORGET_MS) this.#known.delete(uuid);
      else this.#known.set(uuid, { ...known, unlisted: known.unlisted + 1, unlistedSince });
    }
    for (const [at, { facts, uncorrectableErrors: errors }] of found.entries()) {
      const before = this.#known.get(facts.uuid);
      this.#known.set(facts.uuid, {
        facts: merged(before?.facts, facts, before?.facts.index ?? this.#freeIndex(at)),
        unlisted: 0,
        unlistedSince: now,
        erred: errors > 0 ? (before?.erred ?? 0) + 1 : 0,
        errors,
      });
    }
  }

  /** Its place in the report, if that index is free: a device keeps its index when others come and go. */
  #freeIndex(place: number): number {
    const taken = new Set([...this.#known.values()].map(({ facts }) => facts.index));
    let index = place;
    while (taken.has(index)) index += 1;
    return index;
  }
}

/** Values that are missing in this reading keep their last value. */
function merged(
  before: DeviceFacts | undefined,
  {
    model = before?.model ?? 'unknown GPU',
    memoryMiB = before?.memoryMiB ?? 0,
    ...told
  }: FoundDevice['facts'],
  index: number,
): DeviceFacts {
  return { ...before, ...told, model, memoryMiB, index };
}

function faultOf({ facts, unlisted, erred, errors }: KnownDevice): DeviceFault[] {
  const { uuid } = facts;
  if (unlisted >= READINGS_TO_CONFIRM) return [{ uuid, reason: NO_LONGER_LISTED }];
  if (erred < READINGS_TO_CONFIRM) return [];
  return [{ uuid, reason: `${errors} uncorrectable ECC errors since the driver was loaded` }];
}

const isUnconfirmed = ({ unlisted, erred }: KnownDevice): boolean =>
  (unlisted > 0 && unlisted < READINGS_TO_CONFIRM) || (erred > 0 && erred < READINGS_TO_CONFIRM);
