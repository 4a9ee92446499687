/** How one service's streams are called on a server that services share. */
export class StreamNames {
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
