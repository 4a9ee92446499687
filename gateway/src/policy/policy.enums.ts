import {
  overstayEndings,
  placementStrategies,
  preemptionModes,
  queueOrders,
} from '@berth/contracts/scheduler/policy';
import { enumOf } from '../graphql/enum.js';

export const QueueOrderEnum = enumOf('QueueOrder', {
  description: 'The order of a queue.',
  values: queueOrders,
  valueDescriptions: {
    strict: 'By class, priority, time.',
    fairShare: 'By class, then waiting time, to which priority and unused share add.',
  },
});
export const PlacementStrategyEnum = enumOf('PlacementStrategy', {
  description: 'Which of the devices that would do a job gets.',
  values: placementStrategies,
});
export const PreemptionModeEnum = enumOf('PreemptionMode', {
  description: 'Whom a job may preempt.',
  values: preemptionModes,
  valueDescriptions: {
    none: 'Nobody.',
    lowerClass: 'Jobs of a better class may end those of a worse one.',
  },
});
export const OverstayEndingEnum = enumOf('OverstayEnding', {
  description: "What is ended of a holder's once the booking is over and somebody else needs its devices.",
  values: overstayEndings,
  valueDescriptions: {
    jobs: 'Jobs in the booking.',
    jobsAndProcesses:
      'Jobs, and processes of the accounts that are mapped to the holder: they get SIGTERM, and SIGKILL after the grace of preemption.',
  },
});
