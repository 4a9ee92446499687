import type { DeviceFacts } from '@berth/contracts/inventory/events';
import type { DeviceFault, DeviceReadings, DeviceState } from './device-source.js';
import { devicesIn, hasUnnamedSlices, namesSlices, type FoundDevice } from './nvidia-facts.js';
import type { NvidiaReport } from './nvidia-smi-report.js';
import type { MigName, NvidiaSmi } from './nvidia-smi.js';

/** So many looks in a row must agree before something is taken out of service; one is enough for it to come back. */
const LOOKS_TO_TAKE_OUT = 2;
/** A device that has not been listed for so long is no longer counted among the host's. */
const FORGET_MS = 5 * 60_000;
/** Drivers before 510 don't know compute capabilities, and are asked again after a while. */
const ASK_AGAIN_MS = 5 * 60_000;
const NO_LONGER_LISTED = 'nvidia-smi no longer lists it';

interface Known {
  readonly facts: DeviceFacts;
  /** How often in a row it was not listed, and since when. */
  readonly unlisted: number;
  readonly unlistedSince: number;
  /** How often in a row it had uncorrectable errors; and how many it has. */
  readonly erred: number;
  readonly errors: number;
}

/** The host's NVIDIA GPUs and slices, and what looks at them have found, one at a time. */
export class NvidiaDevices {
  readonly #known = new Map<string, Known>();
  #migNames: ReadonlyMap<string, MigName> = new Map();
  #capabilities: ReadonlyMap<string, string> = new Map();
  #capabilitiesAskedAt = -Infinity;
  /** Looks in a row that failed, and why the first did. */
  #failed = 0;
  #why = '';
  #hasAnswered = false;
  #look: Promise<DeviceReadings> | undefined;

  constructor(
    private readonly smi: NvidiaSmi,
    private readonly monotonicMs: () => number = () => performance.now(),
  ) {}

  /** As of the last look that is over. */
  get state(): DeviceState {
    const known = [...this.#known.values()];
    const isTakenOut = this.#failed >= LOOKS_TO_TAKE_OUT || (this.#failed > 0 && !this.#hasAnswered);
    return {
      devices: known.map(({ facts }) => facts).sort((a, b) => a.index - b.index),
      faults: known.flatMap(faultOf),
      unreadable: isTakenOut ? this.#why : undefined,
    };
  }

  /** Whoever asks during a look shares it. Does not fail. */
  look(): Promise<DeviceReadings> {
    this.#look ??= this.#lookNow().finally(() => (this.#look = undefined));
    return this.#look;
  }

  async #lookNow(): Promise<DeviceReadings> {
    try {
      const found = await this.#find();
      this.#failed = 0;
      this.#hasAnswered = true;
      this.#learn(found);
      const samples = found.map(({ sample }) => sample);
      return { ...this.state, samples, doubtful: [...this.#known.values()].some(isDoubtful) };
    } catch (error) {
      if (this.#failed === 0) this.#why = `${(error as Error).message}; see to its driver`.slice(0, 500);
      this.#failed += 1;
      return { ...this.state, samples: [], doubtful: this.#failed < LOOKS_TO_TAKE_OUT };
    }
  }

  async #find(): Promise<readonly FoundDevice[]> {
    const report = await this.smi.report();
    if (!report) {
      if (this.#known.size > 0) throw new Error('nvidia-smi is gone');
      return [];
    }
    await this.#askForNames(report);
    return devicesIn(report, this.#migNames, this.#capabilities);
  }

  /** What the report itself does not say. */
  async #askForNames(report: NvidiaReport): Promise<void> {
    if (hasUnnamedSlices(report, this.#migNames)) {
      this.#migNames = await this.smi.migDevices();
      // by any other name a slice would be taken for another device
      if (namesSlices(report) && hasUnnamedSlices(report, this.#migNames))
        throw new Error('nvidia-smi did not name all slices that it lists');
    }
    const now = this.monotonicMs();
    const isUnknown = report.gpus.some(({ uuid }) => !this.#capabilities.has(uuid));
    if (!isUnknown || now - this.#capabilitiesAskedAt < ASK_AGAIN_MS) return;
    this.#capabilitiesAskedAt = now;
    this.#capabilities = new Map([...this.#capabilities, ...(await this.smi.computeCapabilities())]);
  }

  #learn(found: readonly FoundDevice[]): void {
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

  /** Its place in the report where nobody else has that number: a device keeps its number when others come and go. */
  #freeIndex(place: number): number {
    const taken = new Set([...this.#known.values()].map(({ facts }) => facts.index));
    let index = place;
    while (taken.has(index)) index += 1;
    return index;
  }
}

/** What is not told this time is as it was told before. */
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

function faultOf({ facts, unlisted, erred, errors }: Known): DeviceFault[] {
  const { uuid } = facts;
  if (unlisted >= LOOKS_TO_TAKE_OUT) return [{ uuid, reason: NO_LONGER_LISTED }];
  if (erred < LOOKS_TO_TAKE_OUT) return [];
  return [{ uuid, reason: `${errors} uncorrectable ECC errors since the driver was loaded` }];
}

const isDoubtful = ({ unlisted, erred }: Known): boolean =>
  (unlisted > 0 && unlisted < LOOKS_TO_TAKE_OUT) || (erred > 0 && erred < LOOKS_TO_TAKE_OUT);
