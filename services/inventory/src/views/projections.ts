import type { RecordedEvent } from '@berth/event-store';
import type { ForeignFacts, ServiceParts } from '@berth/service-host/platform';
import { devicePlacesProjection } from './device-places.view.js';
import { grantsProjection } from './grants.view.js';
import { hostReservationsProjection, hostLeasesProjection } from './host-leases.view.js';
import { hostsProjection } from './hosts.view.js';
import { joinTokensProjection } from './join-tokens.view.js';
import { peopleProjection } from './people.view.js';
import { poolsProjection } from './pools.view.js';
import { projectsProjection } from './projects.view.js';

export const ownProjections: ServiceParts['projections'] = [
  poolsProjection,
  hostsProjection,
  devicePlacesProjection,
  joinTokensProjection,
  grantsProjection,
];

/** What inventory keeps of other services' facts: who belongs where, and which hosts have leases. */
export const foreignFacts = (
  onAuthEvent: (event: RecordedEvent) => Promise<void>,
): readonly ForeignFacts[] => [
  { source: 'auth', projections: [peopleProjection, projectsProjection], handle: onAuthEvent },
  {
    source: 'scheduler',
    entity: 'calendar',
    projections: [hostLeasesProjection, hostReservationsProjection],
  },
];
