import { projectBatch, type Projection, type ReadModels } from '@berth/read-models';
import { eventsFrom, memoryReadModels, type TestEvent } from '@berth/read-models/testing';
import type { JsonObject } from '@berth/kernel/json';
import { devicePlacesProjection } from '../views/device-places.view.js';
import { grantsProjection } from '../views/grants.view.js';
import { hostReservationsProjection, hostLeasesProjection } from '../views/host-leases.view.js';
import { hostsProjection } from '../views/hosts.view.js';
import { peopleProjection } from '../views/people.view.js';
import { poolsProjection } from '../views/pools.view.js';
import { projectsProjection } from '../views/projects.view.js';

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
