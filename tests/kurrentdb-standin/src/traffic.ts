/** What was sent over one call. */
export interface CallTraffic {
  /** The `connection-name` that the client gives. */
  readonly connection: string;
  readonly kind: 'subscription' | 'readAll' | 'readStream';
  /** How many events of which stream. */
  readonly events: ReadonlyMap<string, number>;
}

/** Counts what a server sends to whom, so that tests can hold how much a reader reads. */
export class Traffic {
  readonly #calls: CallTraffic[] = [];

  get calls(): readonly CallTraffic[] {
    return this.#calls;
  }

  /** Returns what counts one event. */
  begin(connection: string, kind: CallTraffic['kind']): (stream: string) => void {
    const events = new Map<string, number>();
    this.#calls.push({ connection, kind, events });
    return (stream) => void events.set(stream, (events.get(stream) ?? 0) + 1);
  }

  /** Events sent, of streams whose names begin so, over calls of a kind. */
  sent({
    connection,
    kind,
    prefix = '',
  }: {
    connection?: string;
    kind?: CallTraffic['kind'];
    prefix?: string;
  }): number {
    return this.#calls
      .filter((call) => connection === undefined || call.connection === connection)
      .filter((call) => kind === undefined || call.kind === kind)
      .flatMap(({ events }) => [...events])
      .filter(([stream]) => stream.startsWith(prefix))
      .reduce((sum, [, count]) => sum + count, 0);
  }
}
