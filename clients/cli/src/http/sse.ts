export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  readonly id?: string;
}

/** The events of a `text/event-stream` body (HTML standard, 9.2.6); comments are skipped. */
export async function* readEvents(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<ServerSentEvent, void, void> {
  const decoder = new TextDecoder();
  let rest = '';
  let event = new EventParts();
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line !== '') event.take(line);
      else {
        const done = event.finish();
        event = new EventParts();
        if (done) yield done;
      }
    }
  }
}

class EventParts {
  #event: string | undefined;
  #id: string | undefined;
  readonly #data: string[] = [];

  take(line: string): void {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#event = value;
    else if (field === 'id') this.#id = value;
  }

  finish(): ServerSentEvent | undefined {
    if (this.#data.length === 0 && this.#event === undefined) return undefined;
    return {
      event: this.#event ?? 'message',
      data: this.#data.join('\n'),
      ...(this.#id === undefined ? {} : { id: this.#id }),
    };
  }
}
