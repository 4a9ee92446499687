import {
  overstayPolicies,
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
  description: 'Which of the matching devices a job gets.',
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
export const OverstayPolicyEnum = enumOf('OverstayPolicy', {
  description: 'What is ended once the reservation has ended and another user needs its devices.',
  values: overstayPolicies,
  valueDescriptions: {
    jobs: 'Jobs in the reservation.',
    jobsAndProcesses:
      'Jobs, and processes of the accounts that are mapped to the holder: they get SIGTERM, and SIGKILL after the grace of preemption.',
  },
});
