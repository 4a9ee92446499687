import { isCalled } from '@berth/contracts/inventory/models';
import type { DeviceFact } from '../facts/host.facts.js';
import type { Demand } from './demand.js';
import { askedGb, gbOf } from './gigabytes.js';

export interface Mismatch {
  readonly field: 'gpus.model' | 'gpus.memoryGb' | 'gpus.device';
  readonly message: string;
}
type Wanted = Pick<Demand, 'model' | 'memoryMiB'> & Partial<Pick<Demand, 'modelName' | 'device'>>;

const MOST_NAMED = 8;

/** What no device is, of those that somebody may use, and what would match; undefined where some device is all of it. */
export function mismatchOf(
  { model, modelName = model, memoryMiB, device }: Wanted,
  devices: readonly Pick<DeviceFact, 'model' | 'memoryMiB' | 'uuid'>[],
): Mismatch | undefined {
  if (devices.length === 0) return undefined;
  const called = devices.filter((each) => model === undefined || isCalled(each.model, model));
  if (called.length === 0) {
    const message = `no GPU that you may use here is called "${modelName}"; there are: ${inWords(devices)}`;
    return { field: 'gpus.model', message };
  }
  const large = called.filter((each) => each.memoryMiB >= memoryMiB);
  if (large.length === 0) {
    const which = model === undefined ? '' : `, of those called "${modelName}",`;
    const message = `no GPU that you may use here${which} has ${askedGb(memoryMiB)} GB of 10^9 bytes; there are: ${inWords(called)}`;
    return { field: 'gpus.memoryGb', message };
  }
  if (device === undefined || large.some(({ uuid }) => uuid === device.uuid)) return undefined;
  return { field: 'gpus.device', message: `${device.name} is none of the GPUs that match beside` };
}

/** Models with their memory, each once. */
function inWords(devices: readonly Pick<DeviceFact, 'model' | 'memoryMiB'>[]): string {
  const kinds = [...new Set(devices.map(kindOf))].sort();
  const more = kinds.length - MOST_NAMED;
  return `${kinds.slice(0, MOST_NAMED).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

const kindOf = ({ model, memoryMiB }: Pick<DeviceFact, 'model' | 'memoryMiB'>): string =>
  `${model} (${memoryMiB > 0 ? `${gbOf(memoryMiB)} GB` : 'its driver does not tell its memory'})`;
