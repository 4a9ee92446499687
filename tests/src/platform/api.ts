import { defined } from '@berth/kernel/defined';

export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
}

/** The events of a `text/event-stream` body; comments that keep the connection open are skipped. */
async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent, void, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const blocks = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map(fieldOf));
      const event = fields.get('event');
      if (event !== undefined) yield { event, data: fields.get('data') ?? '' };
    }
  }
}

function fieldOf(line: string): [string, string] {
  const colon = line.indexOf(':');
  return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).trimStart()];
}

export type Fields = { readonly [name: string]: unknown };
export interface GraphQLProblem {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly field?: string };
}
export interface GraphQLAnswer {
  readonly status: number;
  readonly data?: Fields | null;
  readonly errors?: readonly GraphQLProblem[];
}
/** A mutation's refusal, as the union's error types carry it. */
export interface Refusal {
  readonly __typename: string;
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}

const TIMEOUT_MS = 30_000;

/** A client of the public GraphQL API, with a token or anonymous; it reads its own writes. */
export class Api {
  #after: string | undefined;

  constructor(
    readonly url: string,
    readonly token?: string,
  ) {}

  as(token: string): Api {
    return new Api(this.url, token);
  }

  /** Any request, any answer. @throws where there is no answer at all */
  async post(body: string, headers: { readonly [name: string]: string } = {}): Promise<Response> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...defined({ 'berth-after': this.#after }),
        ...headers,
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    this.#after = response.headers.get('berth-after') ?? this.#after;
    return response;
  }

  async answer(
    query: string,
    variables: object = {},
    headers: { readonly [name: string]: string } = {},
  ): Promise<GraphQLAnswer> {
    const response = await this.post(JSON.stringify({ query, variables }), headers);
    return { status: response.status, ...((await response.json()) as Omit<GraphQLAnswer, 'status'>) };
  }

  /** @throws where the answer has errors */
  async ask<T = Fields>(query: string, variables: object = {}): Promise<T> {
    const { data, errors, status } = await this.answer(query, variables);
    if (errors || !data) throw new Error(`${status}: ${JSON.stringify(errors ?? data)} to ${query}`);
    return data as T;
  }

  /** A mutation's success, or its refusal. */
  async tryTo<T>(
    mutation: string,
    input: object,
    selection: string,
    headers: { readonly [name: string]: string } = {},
  ): Promise<T | Refusal> {
    const { data, errors, status } = await this.answer(mutationOf(mutation, selection), { input }, headers);
    if (errors || !data) throw new Error(`${mutation}: ${status} ${JSON.stringify(errors ?? data)}`);
    return data[mutation] as T | Refusal;
  }

  /** A mutation that must succeed. */
  async do<T = Fields>(mutation: string, input: object, selection: string): Promise<T> {
    const outcome = await this.tryTo<T>(mutation, input, selection);
    if (isRefusal(outcome)) throw new Error(`${mutation} was refused: ${JSON.stringify(outcome)}`);
    return outcome;
  }

  /** graphql-sse in distinct mode; ends when the subscription completes. @throws for an answer with errors */
  async *follow<T>(query: string, variables: object, signal: AbortSignal): AsyncGenerator<T, void, void> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${this.token ?? ''}`,
      },
      body: JSON.stringify({ query, variables }),
      signal,
    });
    if (!response.ok || !response.body) throw new Error(`${response.status}: ${await response.text()}`);
    for await (const { event, data } of events(response.body)) {
      if (event === 'complete') return;
      if (event !== 'next') continue;
      const answer = JSON.parse(data) as { data?: T; errors?: unknown };
      if (answer.errors || !answer.data) throw new Error(JSON.stringify(answer));
      yield answer.data;
    }
    throw new Error('the stream ended without saying that it was complete');
  }
}

export const mutationOf = (name: string, selection: string): string => {
  const Name = name.charAt(0).toUpperCase() + name.slice(1);
  return `mutation ($input: ${Name}Input!) { ${name}(input: $input) {
    __typename ... on Error { code message field } ... on ${Name}Success { ${selection} } } }`;
};

export const isRefusal = (outcome: unknown): outcome is Refusal =>
  typeof outcome === 'object' && outcome !== null && 'code' in outcome && 'message' in outcome;
