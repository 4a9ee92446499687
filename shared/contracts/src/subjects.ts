import { SERVICES, type BusIdentity, type ServiceName } from './services.js';

/**
 * Every subject on the bus, built here and nowhere else. Ids are 26 Crockford characters (host, job, project, ...),
 * so no token needs escaping.
 */
export const subjects = {
  command: (service: ServiceName, entity: string, verb: string) =>
    `berth.cmd.${service}.${entity}.${verb}.v1`,
  query: (service: ServiceName, view: string) => `berth.qry.${service}.${view}.v1`,
  commandsOf: (service: ServiceName) => `berth.cmd.${service}.>`,
  queriesOf: (service: ServiceName) => `berth.qry.${service}.>`,
  /** Many calls in one message; see docs/subjects.md. */
  batch: (service: ServiceName) => `berth.batch.${service}.v1`,
  inbox: (identity: BusIdentity) => `berth.inbox.${identity}`,

  event: (service: ServiceName, project: string | undefined, entity: string, id: string, event: string) =>
    `berth.evt.${service}.${project ?? '_'}.${entity}.${id}.${event}`,
  eventsOf: (service: ServiceName) => `berth.evt.${service}.>`,

  log: (hostId: string, jobId: string, run: number) => `berth.log.${hostId}.${jobId}.${run}`,
  logsOfHost: (hostId: string) => `berth.log.${hostId}.>`,
  allLogs: 'berth.log.>',
  /** Not stored: tells followers of a job that telemetry has archived more of its logs or metrics. */
  logArchived: (jobId: string) => `berth.live.log.${jobId}`,
  allLogArchived: 'berth.live.log.*',
  gpu: (hostId: string) => `berth.gpu.${hostId}`,
  allGpu: 'berth.gpu.*',

  agent: (hostId: string) => `berth.agent.${hostId}.>`,
  agentInbox: (hostId: string) => `berth.agent.${hostId}.inbox`,
  agentUp: (hostId: string, service: ServiceName, verb: string) =>
    `berth.agent.${hostId}.up.${service}.${verb}.v1`,
  agentDown: (hostId: string, service: ServiceName, verb: string) =>
    `berth.agent.${hostId}.down.${service}.${verb}.v1`,
  agentsUpTo: (service: ServiceName) => `berth.agent.*.up.${service}.>`,
  agentsDownFrom: (service: ServiceName) => `berth.agent.*.down.${service}.>`,
  agentDownAll: (hostId: string) => `berth.agent.${hostId}.down.>`,
} as const;

/** The host that a message on `berth.agent.<hostId>...`, `berth.log.<hostId>...` or `berth.gpu.<hostId>` comes from: NATS lets an agent publish on its own only. */
export function hostOfSubject(subject: string): string {
  const [, kind, hostId] = subject.split('.');
  if (!hostId || (kind !== 'agent' && kind !== 'log' && kind !== 'gpu')) {
    throw new Error(`subject ${subject} names no host`);
  }
  return hostId;
}

const OPERATION = /^berth\.(?:cmd|qry)\.([a-z]+)\.|^berth\.agent\.[^.]+\.up\.([a-z]+)\.([^.]+)\.v1$/;

/** The service that a command, a query or an agent's request is for; nothing for other subjects. */
export function serviceOfSubject(subject: string): ServiceName | undefined {
  const match = OPERATION.exec(subject);
  const service = (match?.[1] ?? match?.[2]) as ServiceName | undefined;
  return service && SERVICES.includes(service) ? service : undefined;
}

/** The verb of an agent's request; nothing for other subjects. */
export const agentVerbOf = (subject: string): string | undefined => OPERATION.exec(subject)?.[3];

/** Whether a request on the subject may be answered there: a service must not be made to publish for a caller anywhere but in inboxes, an agent's own in an agent's case. */
export function isInboxFor(subject: string, reply: string): boolean {
  const inboxes = subject.startsWith('berth.agent.')
    ? `${subjects.agentInbox(hostOfSubject(subject))}.`
    : 'berth.inbox.';
  return reply.startsWith(inboxes);
}
