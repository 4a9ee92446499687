import { RetryLaterError } from '@berth/bus/transient';
import { readFileSync } from 'node:fs';
import { Aggregates } from '@berth/service-host/aggregates';
import type { Platform, ServiceParts } from '@berth/service-host/platform';
import { Visibility } from './access/visibility.js';
import { grantDecider } from './grant/grant.decider.js';
import { Grantees } from './grant/grantees.js';
import { Grants } from './grant/grants.js';
import { GrantQueries } from './operations/grant-queries.js';
import { DeviceClaims } from './host/device-claims.js';
import { hostDecider } from './host/host.decider.js';
import { Hosts } from './host/hosts.js';
import { ReportThrottle } from './host/report-throttle.js';
import type { InventoryConfig } from './inventory.config.js';
import { inventoryModule } from './inventory.module.js';
import { AgentCredentials } from './join/agent-credentials.js';
import { JoinThrottle } from './join/join-throttle.js';
import { joinTokenDecider } from './join-token/join-token.decider.js';
import { JoinTokenQueries } from './join-token/join-token-queries.js';
import { JoinTokens, ensureLocalToken, JoinTokenIssuer } from './join-token/join-tokens.js';
import { Heartbeats } from './host/heartbeats.js';
import { LastSeenStore } from './liveness/last-seen-store.js';
import { ListenerUptime } from './liveness/listener-uptime.js';
import { livenessPollers, LivenessPoller } from './liveness/liveness.poller.js';
import { poolDecider } from './pool/pool.decider.js';
import { poolNameDecider } from './pool/pool-name.js';
import { PoolQueries } from './operations/pool-queries.js';
import { Pools } from './pool/pools.js';
import { deletedUserGrants } from './grant/deleted-user-grants.process-manager.js';
import { DrainPoller } from './liveness/drain.poller.js';
import { poolNameProcessManager } from './pool/pool-names.process-manager.js';
import { KeyRevocationPoller } from './liveness/key-revocation.poller.js';
import { poller } from '@berth/service-host/poller';
import { HostQueries } from './operations/host-queries.js';
import { foreignFacts, ownProjections } from './projections.js';

const monotonicMs = (): number => performance.now();
const DRAIN_SWEEP_MS = 1000;
const REVOKE_EVERY_MS = 1000;
const VIEWS_WAIT_MS = 5000;

/** Puts inventory together on a platform. */
export function buildInventory(platform: Platform<InventoryConfig>): ServiceParts {
  const { config, store, readModels, clock, bus, log, vault } = platform;
  const lostAfterMs = config.BERTH_HOST_LOST_AFTER_SECONDS * 1000;
  const sweepEveryMs = Math.min(2000, lostAfterMs / 10);

  const heartbeats = new Heartbeats(clock, monotonicMs);
  const listenerUptime = new ListenerUptime(monotonicMs, sweepEveryMs + 5000);
  const lastSeen = new LastSeenStore(platform.processes, heartbeats);
  const pools = new Pools(new Aggregates(store, poolDecider), new Aggregates(store, poolNameDecider));
  const hosts = new Hosts(new Aggregates(store, hostDecider));
  const joinTokens = new JoinTokens(new Aggregates(store, joinTokenDecider));
  const grants = new Grants(new Aggregates(store, grantDecider), readModels, async () => {
    if (!(await platform.waitForViews(await store.lastPosition(), VIEWS_WAIT_MS))) {
      throw new RetryLaterError('the view of grants is behind');
    }
  });
  const visibility = new Visibility(readModels);
  const credentials = new AgentCredentials({
    signingSeed: readFileSync(config.BERTH_AGENT_SIGNING_KEY_FILE, 'utf8'),
    account: config.BERTH_NATS_ACCOUNT,
    lifeSeconds: config.BERTH_AGENT_CREDENTIALS_TTL_HOURS * 3600,
  });
  const watch = new LivenessPoller({ hosts, readModels, heartbeats, listenerUptime, clock, lostAfterMs });
  const revoked = new KeyRevocationPoller(readModels, config.BERTH_REVOKED_AGENTS_FILE, log);
  const drains = new DrainPoller({
    hosts,
    readModels,
    clock,
    monotonicMs,
    settleMs: config.BERTH_HOST_DRAINED_AFTER_SECONDS * 1000,
  });

  return {
    module: inventoryModule([
      pools,
      new PoolQueries(readModels),
      hosts,
      new HostQueries(readModels, heartbeats),
      new DeviceClaims(readModels, hosts),
      new ReportThrottle(monotonicMs),
      joinTokens,
      new JoinTokenQueries(readModels),
      new JoinTokenIssuer(vault),
      grants,
      new GrantQueries(readModels, visibility),
      new Grantees(readModels),
      visibility,
      credentials,
      new JoinThrottle(monotonicMs),
    ]),
    projections: ownProjections,
    foreign: foreignFacts(deletedUserGrants(grants)),
    processManagers: [poolNameProcessManager(pools, store)],
    prepare: async () => {
      await pools.ensureDefault(clock.now());
      if (config.BERTH_LOCAL_JOIN_TOKEN_FILE !== undefined) {
        await ensureLocalToken(config.BERTH_LOCAL_JOIN_TOKEN_FILE, joinTokens, clock.now());
      }
      await lastSeen.restore();
    },
    background: [
      livenessPollers({ bus, log, heartbeats, listenerUptime, lastSeen, watch, sweepEveryMs }),
      poller(() => revoked.sweep(), { name: 'key-revocation-poller', everyMs: REVOKE_EVERY_MS, log }),
      poller(() => drains.sweep(bus.connected), { name: 'drain-poller', everyMs: DRAIN_SWEEP_MS, log }),
    ],
  };
}
