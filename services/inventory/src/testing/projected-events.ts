import { projectBatch, type Projection, type ReadModels } from '@berth/read-models';
import { eventsFrom, memoryReadModels, type TestEvent } from '@berth/read-models/testing';
import type { JsonObject } from '@berth/kernel/json';
import { devicePlacesProjection } from '../host/device-places.view.js';
import { grantsProjection } from '../grant/grants.view.js';
import { hostReservationsProjection, hostLeasesProjection } from '../facts/host-leases.view.js';
import { hostsProjection } from '../host/hosts.view.js';
import { peopleProjection } from '../facts/people.view.js';
import { poolsProjection } from '../pool/pools.view.js';
import { projectsProjection } from '../facts/projects.view.js';

/** Read models that have seen events, own and foreign ones alike. */
export class ProjectedEvents {
  readonly readModels: ReadModels = memoryReadModels();
  #place = 1;

  async see(...events: readonly TestEvent[]): Promise<this> {
    const recorded = eventsFrom(events, this.#place);
    this.#place += events.length;
    const projections: readonly Projection<JsonObject>[] = [
      hostsProjection,
      devicePlacesProjection,
      poolsProjection,
      grantsProjection,
      hostLeasesProjection,
      hostReservationsProjection,
      peopleProjection,
      projectsProjection,
    ];
    for (const projection of projections) {
      await projectBatch(projection, this.readModels, recorded, { source: 'test' });
    }
    return this;
  }
}
