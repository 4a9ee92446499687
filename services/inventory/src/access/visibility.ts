import { may } from '@berth/contracts/permissions';
import type { Collection, ReadModels } from '@berth/read-models';
import { everyDocument } from '@berth/read-models/every-document';
import type { Identity } from '@berth/service-host/operation';
import type { Grant } from '../grant/grant.decider.js';
import type { HostDevice } from '../host/device.js';
import type { Host } from '../host/host.js';
import { grantsCollection, subjectOf, type GrantDocument } from '../grant/grants.view.js';
import { peopleCollection, type Person } from '../facts/people.view.js';

/** What a user may see: everything, or what active grants allow. All else appears not to exist. */
export type VisibleResources =
  | { readonly kind: 'everything' }
  /** By pool: all of it, or the devices named. */
  | { readonly kind: 'granted'; readonly pools: ReadonlyMap<string, 'whole' | ReadonlySet<string>> };

export const EVERYTHING: VisibleResources = { kind: 'everything' };

export function visibleByGrants(grants: Iterable<Grant>): VisibleResources {
  const pools = new Map<string, 'whole' | Set<string>>();
  for (const { status, poolId, deviceUuid } of grants) {
    if (status !== 'active') continue;
    const seen = pools.get(poolId);
    if (deviceUuid === undefined || seen === 'whole') pools.set(poolId, 'whole');
    else pools.set(poolId, (seen ?? new Set()).add(deviceUuid));
  }
  return { kind: 'granted', pools };
}

export const canSeePool = (visible: VisibleResources, poolId: string): boolean =>
  visible.kind === 'everything' || visible.pools.has(poolId);

export function canSeeDevice(visible: VisibleResources, poolId: string, uuid: string): boolean {
  if (visible.kind === 'everything') return true;
  const seen = visible.pools.get(poolId);
  return seen === 'whole' || seen?.has(uuid) === true;
}

/** A host is seen by whoever may use the whole pool, or one of its devices. */
export function canSeeHost(visible: VisibleResources, { poolId, devices }: Host): boolean {
  if (visible.kind === 'everything' || visible.pools.get(poolId) === 'whole') return true;
  return devices.some(({ uuid }) => canSeeDevice(visible, poolId, uuid));
}

export const visibleDevicesOf = (
  visible: VisibleResources,
  { poolId, devices }: Host,
): readonly HostDevice[] => devices.filter(({ uuid }) => canSeeDevice(visible, poolId, uuid));

/** Determines what a caller may see from the grants to the user and to the user's projects. */
export class Visibility {
  readonly #grants: Collection<GrantDocument>;
  readonly #people: Collection<Person>;

  constructor(readModels: ReadModels) {
    this.#grants = readModels.collection(grantsCollection);
    this.#people = readModels.collection(peopleCollection);
  }

  async of({ userId, role }: Identity): Promise<VisibleResources> {
    if (may({ role }, 'readAll')) return EVERYTHING;
    const where = { subject: { in: await this.subjectsOf(userId) }, status: { eq: 'active' } };
    const granted: GrantDocument[] = [];
    for await (const { document } of everyDocument(this.#grants, { where })) granted.push(document);
    return visibleByGrants(granted);
  }

  /** Whose grants are this person's: the person's own and those of the person's projects. */
  async subjectsOf(userId: string): Promise<readonly string[]> {
    const person = await this.#people.get(userId);
    const projects = (person?.document.projectIds ?? []).map((projectId) => subjectOf({ projectId }));
    return [subjectOf({ userId }), ...projects];
  }
}
