import { BUS_IDENTITIES, SERVICES, type BusIdentity, type ServiceName } from '@berth/contracts/services';
import { LEADER_BUCKET, LOG_STREAM, SAMPLE_STREAM, STREAMS } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';

/** The JetStream API is a set of subjects: these are the ones that a use of it needs to publish on. */

/** Create, update and inspect a stream, and read single messages of it; neither purge nor delete it. */
function buildsStream(stream: string): string[] {
  return [`$JS.API.STREAM.CREATE.${stream}`, `$JS.API.STREAM.UPDATE.${stream}`, ...looksAtStream(stream)];
}

/** Follow a stream by consumers of its own making, and look where it ends. */
function readsStream(stream: string): string[] {
  return [
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    ...keepsConsumer(stream, '*'),
    ...takesFrom(stream, '*'),
  ];
}

/** Make and delete a consumer; with that permission a client can have the stream's messages sent to any subject. */
function keepsConsumer(stream: string, consumer: string): string[] {
  return [
    ...(consumer === '*' ? [`$JS.API.CONSUMER.CREATE.${stream}`] : []),
    `$JS.API.CONSUMER.CREATE.${stream}.${consumer}`,
    `$JS.API.CONSUMER.CREATE.${stream}.${consumer}.>`,
    `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.${consumer}`,
    `$JS.API.CONSUMER.DELETE.${stream}.${consumer}`,
  ];
}

/**
 * Take messages of a pull consumer that is there.
 * @param api where the API is; another account has it elsewhere, since each account has a JetStream API of its own
 */
function takesFrom(stream: string, consumer: string, api = '$JS.API'): string[] {
  return [
    `${api}.CONSUMER.INFO.${stream}.${consumer}`,
    `${api}.CONSUMER.MSG.NEXT.${stream}.${consumer}`,
    `$JS.ACK.${stream}.${consumer}.>`,
  ];
}

/** Make a key-value bucket, read, write and watch it. */
function usesBucket(bucket: string): string[] {
  const stream = `KV_${bucket}`;
  return [`$KV.${bucket}.>`, ...buildsStream(stream), ...readsStream(stream)];
}

function looksAtStream(stream: string): string[] {
  return [
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}.>`,
  ];
}

/** What one role may do on the bus; anything not listed is refused by the server. */
export interface Access {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** How many answers to a request it received, whatever their subject, and for how long (ms). */
  readonly responses?: { readonly max: number; readonly timeoutMs: number };
}

/** One role has one signing key, which can sign users of that role only. */
export const BERTH_ROLES = [...BUS_IDENTITIES, 'agent', 'subscriptions'] as const;
/** External subscribers live in an account of their own. */
export const ROLES = [...BERTH_ROLES, 'subscriber'] as const;
export type Role = (typeof ROLES)[number];

/** In a role's subjects: the name in the user's JWT (a host's id, a subscriber's name), put in by the server. */
const NAME = '{{name()}}';

/** Whose queries a service may ask. Commands between services don't exist: services react to each other's events. */
const ASKS: { readonly [service in ServiceName]: readonly ServiceName[] } = {
  auth: [],
  inventory: ['auth', 'scheduler'],
  scheduler: ['auth', 'inventory', 'billing'],
  telemetry: ['auth', 'inventory', 'scheduler'],
  billing: ['auth', 'inventory', 'scheduler'],
};

/** Beyond what every service may. */
const EXTRA: { readonly [service in ServiceName]?: Access } = {
  // The command that makes or recovers an admin asks the running service with the service's own credentials.
  auth: { publish: [subjects.command('auth', 'admin', '*')], subscribe: [] },
  telemetry: {
    publish: [
      subjects.allLogArchived,
      ...buildsStream(LOG_STREAM),
      ...readsStream(LOG_STREAM),
      ...buildsStream(SAMPLE_STREAM),
      ...readsStream(SAMPLE_STREAM),
    ],
    subscribe: [subjects.allLogs, subjects.allGpu],
  },
};

/** What each role may do: the whole of it, for a reader. */
export function accessOf(role: Role): Access {
  switch (role) {
    case 'gateway':
      return gateway();
    case 'agent':
      return agent();
    case 'subscriptions':
      return subscriptions();
    case 'subscriber':
      return subscriber();
    default:
      return service(role);
  }
}

function service(name: ServiceName): Access {
  const others = SERVICES.filter((other) => other !== name);
  return {
    subscribe: [
      subjects.commandsOf(name),
      subjects.queriesOf(name),
      subjects.batch(name),
      subjects.agentsUpTo(name),
      inboxOf(name),
      ...(EXTRA[name]?.subscribe ?? []),
    ],
    publish: [
      'berth.inbox.>',
      subjects.agentInbox('*') + '.>',
      subjects.agentsDownFrom(name),
      subjects.eventsOf(name),
      subjects.query('auth', 'jwks'),
      ...ASKS[name].map(subjects.queriesOf),
      '$JS.API.INFO',
      ...buildsStream(STREAMS[name]),
      ...others.flatMap((other) => readsStream(STREAMS[other])),
      ...usesBucket(LEADER_BUCKET),
      ...(EXTRA[name]?.publish ?? []),
    ],
  };
}

function gateway(): Access {
  return {
    subscribe: [inboxOf('gateway'), subjects.allLogArchived],
    publish: [
      'berth.cmd.>',
      'berth.qry.>',
      'berth.batch.>',
      '$JS.API.INFO',
      ...SERVICES.flatMap((name) => readsStream(STREAMS[name])),
      ...readsStream(SAMPLE_STREAM),
    ],
  };
}

/** An agent sees its own host's subjects and no JetStream API; what it publishes is stored without its help. */
function agent(): Access {
  return {
    subscribe: [subjects.agentDownAll(NAME), subjects.agentInbox(NAME) + '.>'],
    publish: [`berth.agent.${NAME}.up.>`, subjects.logsOfHost(NAME), subjects.gpu(NAME)],
    responses: { max: 1, timeoutMs: 60_000 },
  };
}

/** The command that admits external systems makes the consumers that they take events from. */
function subscriptions(): Access {
  return {
    subscribe: ['berth.inbox.subscriptions.>'],
    publish: SERVICES.flatMap((name) => [
      `$JS.API.STREAM.INFO.${STREAMS[name]}`,
      `$JS.API.CONSUMER.INFO.${STREAMS[name]}.*`,
      ...keepsConsumer(STREAMS[name], '*'),
    ]),
  };
}

/** An external system takes events from a consumer that was made for it and bears its name, and does nothing else. */
function subscriber(): Access {
  return {
    subscribe: [`berth.inbox.subscriber.${NAME}.>`],
    publish: SERVICES.flatMap((name) => takesFrom(STREAMS[name], NAME, SUBSCRIBER_API)),
  };
}

/** Where a subscriber finds the JetStream API: its client's `apiPrefix`. */
const SUBSCRIBER_API = 'berth.js';

/** What the account of external subscribers has of Berth's at all: there, and as subscribers call it. */
export const SUBSCRIBER_SERVICES: readonly { readonly subject: string; readonly local: string }[] =
  SERVICES.flatMap((name) => {
    const local = takesFrom(STREAMS[name], '*', SUBSCRIBER_API);
    return takesFrom(STREAMS[name], '*').map((subject, index) => ({
      subject,
      local: local[index] ?? subject,
    }));
  });

const inboxOf = (identity: BusIdentity): string => `${subjects.inbox(identity)}.>`;
