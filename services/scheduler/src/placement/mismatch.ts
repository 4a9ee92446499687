import { matchesModel } from '@berth/contracts/inventory/models';
import type { DeviceFact } from '../facts/host.facts.js';
import type { Demand } from './demand.js';
import { askedGb, gbOf } from './gigabytes.js';

export interface Mismatch {
  readonly field: 'gpus.model' | 'gpus.memoryGb' | 'gpus.device';
  readonly message: string;
}
type Wanted = Pick<Demand, 'model' | 'memoryMiB'> & Partial<Pick<Demand, 'modelName' | 'device'>>;

const MAX_NAMED = 8;

/**
 * The conditions that no usable device meets, and what would match; undefined where some device meets all of them.
 */
export function mismatchOf(
  { model, modelName = model, memoryMiB, device }: Wanted,
  devices: readonly Pick<DeviceFact, 'model' | 'memoryMiB' | 'uuid'>[],
): Mismatch | undefined {
  if (devices.length === 0) return undefined;
  const called = devices.filter((each) => model === undefined || matchesModel(each.model, model));
  if (called.length === 0) {
    const message = `no GPU that you may use in this pool has the model "${modelName}"; available models: ${describeModels(devices)}`;
    return { field: 'gpus.model', message };
  }
  const large = called.filter((each) => each.memoryMiB >= memoryMiB);
  if (large.length === 0) {
    const which = model === undefined ? '' : ` with the model "${modelName}"`;
    const message = `no GPU that you may use in this pool${which} has ${askedGb(memoryMiB)} GB of 10^9 bytes; available: ${describeModels(called)}`;
    return { field: 'gpus.memoryGb', message };
  }
  if (device === undefined || large.some(({ uuid }) => uuid === device.uuid)) return undefined;
  return {
    field: 'gpus.device',
    message: `${device.name} is not among the GPUs that match the other requirements`,
  };
}

/** Models with their memory, each once. */
function describeModels(devices: readonly Pick<DeviceFact, 'model' | 'memoryMiB'>[]): string {
  const kinds = [...new Set(devices.map(kindOf))].sort();
  const more = kinds.length - MAX_NAMED;
  return `${kinds.slice(0, MAX_NAMED).join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}

const kindOf = ({ model, memoryMiB }: Pick<DeviceFact, 'model' | 'memoryMiB'>): string =>
  `${model} (${memoryMiB > 0 ? `${gbOf(memoryMiB)} GB` : 'its driver does not report its memory'})`;
