import { z } from 'zod';
import { defineCommand, defineQuery } from '../define.js';
import {
  type PageOf,
  argument,
  byCreation,
  id,
  line,
  listSorts,
  name,
  page,
  reason,
  text,
} from '../fields.js';
import { deviceState, slotLimits } from './events.js';
import {
  effectiveDeviceStates,
  grantStatuses,
  hostSchedulings,
  hostStatuses,
  joinTokenStates,
  type DeviceView,
  type GrantView,
  type HostView,
  type JoinTokenListState,
  type PoolView,
} from './views.js';

export const createPool = defineCommand<PoolView>('managePools')(
  'inventory',
  'pool',
  'create',
  z.strictObject({
    name,
    description: text(2000).optional(),
    approval: z.boolean().default(false),
    priceLabel: line(60).optional(),
    maxQueuedPerUser: z.number().int().min(1).max(1_000_000).default(1000),
  }),
);
export const updatePool = defineCommand<PoolView>('managePools')(
  'inventory',
  'pool',
  'update',
  z.strictObject({
    poolId: id,
    name: name.optional(),
    description: text(2000).optional(),
    approval: z.boolean().optional(),
    priceLabel: line(60).optional(),
    maxQueuedPerUser: z.number().int().min(1).max(1_000_000).optional(),
  }),
);
/** `token` is answered once and kept nowhere. */
export const createJoinToken = defineCommand<{
  readonly token: string;
  readonly tokenId: string;
  readonly expiresAt?: string;
}>('manageJoinTokens')(
  'inventory',
  'joinToken',
  'create',
  z.strictObject({
    poolId: id,
    expiresInHours: z.number().positive().max(8784).default(24),
    maxUses: z.number().int().min(1).max(10_000).optional(),
  }),
);
export const revokeJoinToken = defineCommand('manageJoinTokens')(
  'inventory',
  'joinToken',
  'revoke',
  z.strictObject({ tokenId: id }),
);
type AgentCredentials = { readonly hostId: string; readonly jwt: string; readonly expiresInSeconds: number };
const publicKey = z.string().regex(/^U[A-Z2-7]{55}$/, 'must be a public user nkey');

/** Sent by the gateway for an agent's `POST /join`; the token is the only credential. */
export const join = defineCommand<AgentCredentials>('public')(
  'inventory',
  'host',
  'join',
  z.strictObject({ token: z.string().min(20).max(200), publicKey, name }),
);
/** The same for a host that has joined before. They are useless without the key's seed, so no token is required. */
export const credentialsQuery = defineQuery<AgentCredentials>('public')(
  'inventory',
  'credentials',
  z.strictObject({ publicKey }),
);
export const updateHost = defineCommand<HostView>('manageHosts')(
  'inventory',
  'host',
  'update',
  z.strictObject({
    hostId: id,
    name: name.optional(),
    poolId: id.optional(),
    labels: z.record(line(60), line(200)).optional(),
    cpuLimits: slotLimits.optional(),
  }),
);
export const cordonHost = defineCommand<HostView>('manageHosts')(
  'inventory',
  'host',
  'cordon',
  z.strictObject({ hostId: id, reason: reason.optional() }),
);
export const uncordonHost = defineCommand<HostView>('manageHosts')(
  'inventory',
  'host',
  'uncordon',
  z.strictObject({ hostId: id }),
);
export const drainHost = defineCommand<HostView>('manageHosts')(
  'inventory',
  'host',
  'drain',
  z.strictObject({ hostId: id, reason: reason.optional() }),
);
/** Refused while runs or reservations hold it, or reservations are ahead, unless it is lost, stopped or `force` is said. */
export const removeHost = defineCommand<HostView>('manageHosts')(
  'inventory',
  'host',
  'remove',
  z.strictObject({ hostId: id, reason: reason.optional(), force: z.boolean().default(false) }),
);
export const setDeviceState = defineCommand<HostView>('manageHosts')(
  'inventory',
  'host',
  'setDeviceState',
  z.strictObject({
    hostId: id.optional(),
    uuid: argument(100),
    state: deviceState,
    reason: reason.optional(),
  }),
);
export const setDeviceLimits = defineCommand<HostView>('manageHosts')(
  'inventory',
  'host',
  'setDeviceLimits',
  z.strictObject({ hostId: id.optional(), uuid: argument(100), limits: slotLimits }),
);
export const createGrant = defineCommand<GrantView>('manageGrants')(
  'inventory',
  'grant',
  'create',
  z
    .strictObject({
      userId: id.optional(),
      projectId: id.optional(),
      poolId: id,
      deviceUuid: argument(100).optional(),
      priority: z.number().int().min(0).max(2).default(1),
      timeMultiplier: z.number().positive().max(100).default(1),
      maxHours: z.number().positive().max(8784).default(48),
    })
    .refine((grant) => (grant.userId === undefined) !== (grant.projectId === undefined), {
      message: 'give either a user or a project',
      path: ['userId'],
    }),
);
export const revokeGrant = defineCommand<GrantView>('manageGrants')(
  'inventory',
  'grant',
  'revoke',
  z.strictObject({ grantId: id }),
);

export const hostsQuery = defineQuery<PageOf<HostView>>('read')(
  'inventory',
  'hosts',
  page.extend({
    poolId: id.optional(),
    search: argument(120).optional(),
    statuses: z.array(z.enum(hostStatuses)).max(5).optional(),
    schedulings: z.array(z.enum(hostSchedulings)).max(4).optional(),
  }),
);
export const hostsByIdQuery = defineQuery<readonly HostView[]>('read')(
  'inventory',
  'hostsById',
  z.strictObject({ ids: z.array(id).max(500) }),
);
export const devicesQuery = defineQuery<PageOf<DeviceView>>('read')(
  'inventory',
  'devices',
  page.extend({
    poolId: id.optional(),
    hostId: id.optional(),
    model: argument(120).optional(),
    /** Part of its UUID, model or slot. */
    search: argument(120).optional(),
    states: z.array(z.enum(effectiveDeviceStates)).max(10).optional(),
    missing: z.boolean().optional(),
  }),
);
export const poolsQuery = defineQuery<PageOf<PoolView>>('read')(
  'inventory',
  'pools',
  page.extend({ search: argument(120).optional() }),
);
export const poolsByIdQuery = defineQuery<readonly PoolView[]>('read')(
  'inventory',
  'poolsById',
  z.strictObject({ ids: z.array(id).max(500) }),
);
export const grantsQuery = defineQuery<PageOf<GrantView>>('read')(
  'inventory',
  'grants',
  page.extend({
    userId: id.optional(),
    projectId: id.optional(),
    poolId: id.optional(),
    status: z.enum(grantStatuses).optional(),
    ...byCreation,
  }),
);
export const joinTokensQuery = defineQuery<
  readonly {
    readonly id: string;
    readonly poolId: string;
    readonly expiresAt?: string;
    readonly maxUses?: number;
    readonly uses: number;
    readonly revoked: boolean;
    readonly state: JoinTokenListState;
  }[]
>('readJoinTokens')(
  'inventory',
  'joinTokens',
  z.strictObject({
    poolId: id.optional(),
    states: z.array(z.enum(joinTokenStates)).max(4).optional(),
    /** By when they expire. */
    sort: z.enum(listSorts).optional(),
  }),
);
