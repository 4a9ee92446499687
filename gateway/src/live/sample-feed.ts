import type { Bus } from '@berth/bus/connection';
import { messageOf, type Log } from '@berth/bus/log';
import { readStream } from '@berth/bus/stream-reader';
import { hostSample, type HostSample } from '@berth/contracts/agent/messages';
import { SAMPLE_STREAM } from '@berth/contracts/streams';
import { hostOfSubject } from '@berth/contracts/subjects';
import { Notifier } from './notifier.js';

export interface WatchedHost extends Disposable {
  readonly notifier: Notifier;
  /** The latest since the first watcher came. */
  readonly latest: HostSample | undefined;
}

interface Watched {
  readonly notifier: Notifier;
  latest: HostSample | undefined;
  watchers: number;
}

/** Samples of hosts, read from the bus once and only while there are watchers. Keeps the latest of each host. */
export class SampleFeed {
  /** Notified of a sample of any watched host. */
  readonly notifier = new Notifier();
  readonly #hosts = new Map<string, Watched>();
  #reading: AbortController | undefined;

  constructor(
    private readonly bus: Bus,
    private readonly log: Log,
  ) {}

  watch(hostId: string): WatchedHost {
    const host = this.#hosts.get(hostId) ?? { notifier: new Notifier(), latest: undefined, watchers: 0 };
    this.#hosts.set(hostId, host);
    host.watchers += 1;
    if (!this.#reading) {
      this.#reading = new AbortController();
      void this.#read(this.#reading.signal);
    }
    return {
      notifier: host.notifier,
      get latest() {
        return host.latest;
      },
      [Symbol.dispose]: () => {
        host.watchers -= 1;
        if (host.watchers === 0) this.#hosts.delete(hostId);
        if (this.#hosts.size > 0) return;
        this.#reading?.abort();
        this.#reading = undefined;
      },
    };
  }

  async #read(signal: AbortSignal): Promise<void> {
    const batches = readStream({
      bus: this.bus,
      stream: SAMPLE_STREAM,
      from: 'new',
      signal,
      onError: (error) => this.log.warn({ error: messageOf(error) }, 'samples are temporarily unavailable'),
    });
    for await (const batch of batches) {
      for (const message of batch) {
        const host = this.#hosts.get(hostOfSubject(message.subject));
        if (host) this.#take(host, message.data);
      }
    }
  }

  /** Invalid samples are ignored here; telemetry reports them. */
  #take(host: Watched, data: Uint8Array): void {
    try {
      host.latest = hostSample.parse(JSON.parse(Buffer.from(data).toString('utf8')));
      host.notifier.notify();
      this.notifier.notify();
    } catch {
      return;
    }
  }
}
