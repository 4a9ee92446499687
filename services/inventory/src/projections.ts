import type { RecordedEvent } from '@berth/event-store';
import type { ForeignFacts, ServiceParts } from '@berth/service-host/platform';
import { devicePlacesProjection } from './host/device-places.view.js';
import { grantsProjection } from './grant/grants.view.js';
import { hostReservationsProjection, hostLeasesProjection } from './facts/host-leases.view.js';
import { hostsProjection } from './host/hosts.view.js';
import { joinTokensProjection } from './join-token/join-tokens.view.js';
import { peopleProjection } from './facts/people.view.js';
import { poolsProjection } from './pool/pools.view.js';
import { projectsProjection } from './facts/projects.view.js';

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
