import { startStandIn, type Log, type StandIn, type StandInOptions } from './stand-in.js';

/** A server that can be killed and started again, with what it held, on the same port. */
export class RestartableServer {
  readonly #options: StandInOptions;
  #current: StandIn;

  private constructor(options: StandInOptions, first: StandIn) {
    this.#options = { ...options, port: Number(new URL(first.url).port) };
    this.#current = first;
  }

  static async start(options: StandInOptions & { readonly log: Log }) {
    return new RestartableServer(options, await startStandIn(options));
  }

  get url(): string {
    return this.#current.url;
  }

  kill(): void {
    this.#current.close();
  }

  async start(): Promise<void> {
    this.#current = await startStandIn(this.#options);
  }
}
