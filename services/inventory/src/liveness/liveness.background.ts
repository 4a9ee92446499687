import type { Bus } from '@berth/bus/connection';
import type { Logger } from '@berth/service-host/log';
import type { BackgroundWork } from '@berth/service-host/platform';
import { repeatedly } from '@berth/service-host/repeating';
import type { Heartbeats } from './heartbeats.js';
import { listenForHeartbeats } from './heartbeat-listener.js';
import type { LastSeenStore } from './last-seen-store.js';
import type { Listening } from './listening.js';
import type { LivenessWatch } from './liveness-watch.js';

const SAVE_EVERY_MS = 15_000;

/** Listens to hosts, judges their silence, and keeps what was heard for the next start. */
export function livenessWork(parts: {
  readonly bus: Bus;
  readonly log: Logger;
  readonly heartbeats: Heartbeats;
  readonly listening: Listening;
  readonly lastSeen: LastSeenStore;
  readonly watch: LivenessWatch;
  readonly sweepEveryMs: number;
}): BackgroundWork {
  const { bus, log, heartbeats, listening, lastSeen, watch } = parts;
  return {
    name: 'liveness',
    start: async (signal) => {
      const unlisten = [listenForHeartbeats(bus, heartbeats), bus.onConnected(() => listening.restart())];
      const sweep = () => watch.sweep(bus.connected);
      await Promise.all([
        repeatedly(sweep, { name: 'liveness', everyMs: parts.sweepEveryMs, signal, log }),
        repeatedly(() => lastSeen.save(), { name: 'last-seen', everyMs: SAVE_EVERY_MS, signal, log }),
      ]);
      for (const end of unlisten) end();
      await lastSeen.save();
    },
  };
}
