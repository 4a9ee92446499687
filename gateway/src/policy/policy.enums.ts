import { placementStrategies, preemptionModes, queueOrders } from '@berth/contracts/scheduler/policy';
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
