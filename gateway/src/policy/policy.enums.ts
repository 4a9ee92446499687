import {
  overstayEndings,
  placementStrategies,
  preemptionModes,
  queueOrders,
} from '@berth/contracts/scheduler/policy';
import { builder } from '../graphql/builder.js';

export const QueueOrderEnum = builder.enumType('QueueOrder', {
  description:
    'strict: class, priority, time. fairShare: class, then waiting time, to which priority and unused share add.',
  values: queueOrders,
});
export const PlacementStrategyEnum = builder.enumType('PlacementStrategy', {
  description: 'Which of the devices that would do a job gets.',
  values: placementStrategies,
});
export const PreemptionModeEnum = builder.enumType('PreemptionMode', {
  description: 'lowerClass: jobs of a better class may end those of a worse one.',
  values: preemptionModes,
});
export const OverstayEndingEnum = builder.enumType('OverstayEnding', {
  description:
    "What is ended of a holder's once the booking is over and somebody else needs its devices. jobsAndProcesses: also processes of the accounts that are mapped to the holder, which get SIGTERM, and SIGKILL after the grace of preemption.",
  values: overstayEndings,
});
