import type { JsonObject, JsonValue } from '@berth/kernel/json';

/** Members that are lists of UUIDs, or of what has one. */
const LISTS: ReadonlySet<string> = new Set(['uuids', 'devices']);

/**
 * The data of an event without devices and hosts that the viewer may not see: members that name one (`uuid`,
 * `hostId`) are left out, with the list items that hold them, and so are those UUIDs in lists (`uuids`).
 */
export function withoutHidden(
  data: JsonObject,
  seesDevice: (uuid: string) => boolean,
  seesHost: (hostId: string) => boolean,
): JsonObject {
  const isHidden = (value: JsonValue): boolean =>
    isObject(value) &&
    ((typeof value['uuid'] === 'string' && !seesDevice(value['uuid'])) ||
      (typeof value['uuid'] !== 'string' &&
        typeof value['hostId'] === 'string' &&
        !seesHost(value['hostId'])));
  const shown = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.filter((each: JsonValue) => !isHidden(each)).map(shown);
    return isObject(value) ? withoutHidden(value, seesDevice, seesHost) : value;
  };
  return Object.fromEntries(
    Object.entries(data).flatMap(([name, value]) => {
      if (name === 'hostId' && typeof value === 'string' && !seesHost(value)) return [];
      if (name === 'uuid' && typeof value === 'string' && !seesDevice(value)) return [];
      if (
        LISTS.has(name) &&
        Array.isArray(value) &&
        value.every((uuid: JsonValue) => typeof uuid === 'string')
      )
        return [[name, value.filter(seesDevice)]];
      return value === undefined ? [] : [[name, shown(value)]];
    }),
  );
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
