import type { EventFilter } from '@berth/event-store';

/** How one service's streams are called on a server that services share. */
export class Names {
  readonly #prefix: string;
  /** Holds the store's id. Outside the prefix, so that no read of the service's events meets it. */
  readonly storeStream: string;

  constructor(service: string) {
    this.#prefix = `${service}-`;
    this.storeStream = `store.${service}`;
  }

  get prefix(): string {
    return this.#prefix;
  }

  toServer = (stream: string): string => `${this.#prefix}${stream}`;

  /** Nothing for a stream of another service or of the server's own. */
  fromServer(name: string): string | undefined {
    return name.startsWith(this.#prefix) ? name.slice(this.#prefix.length) : undefined;
  }
}

export function matches(filter: EventFilter | undefined, stream: string, type: string): boolean {
  const { streamPrefixes = [], types = [] } = filter ?? {};
  if (types.length > 0 && !types.includes(type)) return false;
  return streamPrefixes.length === 0 || streamPrefixes.some((prefix) => stream.startsWith(prefix));
}
