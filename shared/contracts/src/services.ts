/** The services that record events. Each has one event store, one JetStream stream and one set of read models. */
export const SERVICES = ['auth', 'inventory', 'scheduler', 'telemetry', 'billing'] as const;
export type ServiceName = (typeof SERVICES)[number];
export const isService = (text: string): text is ServiceName => SERVICES.some((each) => each === text);

/** Everything that connects to the bus with credentials of its own, agents apart. */
export const BUS_IDENTITIES = [...SERVICES, 'gateway'] as const;
export type BusIdentity = (typeof BUS_IDENTITIES)[number];
