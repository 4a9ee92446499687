import { events } from './event-stream.mjs';

const TIMEOUT_MS = 15_000;

/** A mutation that the platform refused; `code` is for programs. */
export class Refused extends Error {
  constructor(mutation, { code, message, field }) {
    super(`${mutation} was refused: ${message}${field ? ` (${field})` : ''}`);
    this.code = code;
  }
}

/** The public GraphQL API, and nothing else of Berth; authenticated where there is a token. Reads its own writes. */
export class Api {
  #after;

  constructor(url, token) {
    this.url = url;
    this.token = token;
  }

  as = (token) => new Api(this.url, token);

  async ask(query, variables = {}) {
    const response = await this.#post(query, variables, 'application/json', AbortSignal.timeout(TIMEOUT_MS));
    this.#after = response.headers.get('berth-after') ?? this.#after;
    const { data, errors } = await response.json();
    if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
    return data;
  }

  /** @throws {Refused} */
  async do(mutation, input, selection) {
    const name = mutation.charAt(0).toUpperCase() + mutation.slice(1);
    const data = await this.ask(
      `mutation ($input: ${name}Input!) { ${mutation}(input: $input) {
         __typename ... on Error { code message field } ... on ${name}Success { ${selection} } } }`,
      { input },
    );
    const outcome = data[mutation];
    if (outcome.__typename !== `${name}Success`) throw new Refused(mutation, outcome);
    return outcome;
  }

  /** What a subscription brings over SSE, until it is complete or `signal` ends it. */
  async *follow(query, variables, signal) {
    const response = await this.#post(query, variables, 'text/event-stream', signal);
    for await (const { event, data } of events(response.body)) {
      if (event === 'complete') return;
      if (event !== 'next') continue;
      const { data: value, errors } = JSON.parse(data);
      if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
      yield value;
    }
    throw new Error('the connection was lost during a subscription');
  }

  async #post(query, variables, accept, signal) {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept,
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(this.#after && { 'berth-after': this.#after }),
      },
      body: JSON.stringify({ query, variables }),
      signal,
    });
    const type = response.headers.get('content-type') ?? '';
    if (type.startsWith(accept) || type.includes('json')) return response;
    throw new Error(`the gateway answered ${response.status} (${type || 'no content type'})`);
  }
}
