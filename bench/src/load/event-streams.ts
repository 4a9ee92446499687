import { request, type ClientRequest } from 'node:http';

/** Counts what one subscription brings, without keeping it. */
export class EventStream {
  readonly open: Promise<void>;
  readonly ended: Promise<void>;
  /** Occurrences of what is looked for. */
  found = 0;
  readonly #request: ClientRequest;
  #rest = '';

  constructor(url: string, token: string, body: string, lookFor: string) {
    const opened = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    this.open = opened.promise;
    this.ended = ended.promise;
    this.#request = request(`${url}/graphql`, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${token}`,
      },
    });
    const fail = (error: Error): void => {
      opened.reject(error);
      ended.reject(error);
    };
    this.#request.on('error', fail);
    this.#request.on('response', (response) => {
      if (response.statusCode !== 200) return fail(new Error(`a stream was answered ${response.statusCode}`));
      opened.resolve();
      response.setEncoding('utf8');
      response.on('data', (text: string) => this.#count(text, lookFor));
      response.on('end', () => ended.resolve());
      response.on('error', fail);
    });
    this.#request.end(body);
  }

  close(): void {
    this.#request.removeAllListeners('error').on('error', () => undefined);
    this.#request.destroy();
  }

  #count(text: string, lookFor: string): void {
    const all = this.#rest + text;
    let at = all.indexOf(lookFor);
    let counted = 0;
    for (; at >= 0; at = all.indexOf(lookFor, at + lookFor.length)) {
      this.found += 1;
      counted = at + lookFor.length;
    }
    this.#rest = all.slice(Math.max(counted, all.length - lookFor.length + 1));
  }
}
