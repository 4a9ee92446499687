import type { JsMsg } from '@nats-io/jetstream';
import type { Bus } from '@berth/bus/connection';
import { readStream } from '@berth/bus/stream-reader';
import { pause, startSession, untilConnected } from '@berth/bus/waiting';
import type { Logger } from '@berth/service-host/log';
import type { StreamPosition } from '../archive/log-archive.js';

export interface FollowOptions {
  readonly bus: Bus;
  readonly stream: string;
  /** Makes the stream where there is none; when it was created. */
  readonly ensure: () => Promise<string>;
  readonly position: () => StreamPosition | undefined;
  /** One batch at a time, in the stream's order; must not throw. */
  readonly handle: (messages: readonly JsMsg[], position: StreamPosition) => Promise<void>;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

const RETRY_MS = 500;

/** Reads a stream of this service's own from where it left off, until the signal aborts; makes it again where it is gone. */
export async function followStream(options: FollowOptions): Promise<void> {
  const { bus, stream, ensure, position, handle, log, signal } = options;
  const warn = (error: unknown) => log.warn({ err: error, stream }, 'reading of a stream resumed');
  while (!signal.aborted) {
    await untilConnected(bus, signal);
    if (signal.aborted) return;
    using session = startSession(bus, signal);
    try {
      const created = await ensure();
      const saved = position();
      // sequences of a stream that was made again begin with 1
      const after = saved?.created === created ? saved.seq : 0;
      const from = { after };
      for await (const batch of readStream({ bus, stream, from, signal: session.signal, onError: warn })) {
        const seq = batch.at(-1)?.seq;
        if (seq !== undefined) await handle(batch, { created, seq });
      }
    } catch (error) {
      if (!session.signal.aborted) warn(error);
    }
    await pause(RETRY_MS, signal);
  }
}
