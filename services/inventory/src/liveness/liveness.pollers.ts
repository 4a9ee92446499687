import type { Bus } from '@berth/bus/connection';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { runPoller } from '@berth/service-host/poller';
import type { Heartbeats } from './heartbeats.js';
import { listenForHeartbeats } from './heartbeat-listener.js';
import type { LastSeenStore } from './last-seen-store.js';
import type { ListenerUptime } from './listener-uptime.js';
import type { LivenessPoller } from './liveness.poller.js';

const SAVE_EVERY_MS = 15_000;

/** Receives heartbeats, detects lost hosts, and saves the last heartbeats for the next start. */
export function livenessPollers(parts: {
  readonly bus: Bus;
  readonly log: Logger;
  readonly heartbeats: Heartbeats;
  readonly listenerUptime: ListenerUptime;
  readonly lastSeen: LastSeenStore;
  readonly watch: LivenessPoller;
  readonly sweepEveryMs: number;
}): BackgroundWork {
  const { bus, log, heartbeats, listenerUptime, lastSeen, watch } = parts;
  return {
    name: 'liveness',
    start: async (signal) => {
      const unlisten = [
        listenForHeartbeats(bus, heartbeats),
        bus.onConnected(() => listenerUptime.restart()),
      ];
      const sweep = () => watch.sweep(bus.connected);
      await Promise.all([
        runPoller(sweep, { name: 'liveness', everyMs: parts.sweepEveryMs, signal, log }),
        runPoller(() => lastSeen.save(), { name: 'last-seen', everyMs: SAVE_EVERY_MS, signal, log }),
      ]);
      for (const end of unlisten) end();
      await lastSeen.save();
    },
  };
}
