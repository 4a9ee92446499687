import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { Callers } from '../callers/callers.js';
import type { Documents } from '../graphql-server/documents.js';
import type { ErrorMasking } from '../graphql-server/error-masking.js';
import type { Exchange } from '../graphql-server/exchange.js';
import type { Operations, Outcome } from '../graphql-server/operations.js';
import { Problem } from '../graphql-server/problem.js';
import { checkIdempotencyKey, identifyCaller, setPositions } from '../graphql-server/request-checks.js';
import type { Cors } from '../http/cors.js';
import { type ProblemAnswer } from '../http/problem.js';
import type { RateLimits } from '../limits/rate-limits.js';
import { acceptedTypes } from './accept.js';
import { answerOf, sendSuccess } from './answers.js';
import { toPlainId } from '../graphql/ids.js';
import type { Endpoint, Prepared } from './endpoint.js';
import { FIRST_LINES, sendLogText, type LogPage } from './log-text.js';
import { formRefusal, passwordGrant, toTokenAnswer } from './password-form.js';
import { acceptsGzip, followingOf, rawLogOf, type LogFilter, type RawParameters } from './raw-log-request.js';
import { sendRawLog } from './raw-log.js';
import { inUrlNames, problemOf, refusalOf, type Refusal } from './problems.js';
import { readParameters, type Variables } from './query-parameters.js';
import { readInput } from './request-input.js';
import { headerMissing, SessionCookie } from './session-cookie.js';
import { sendStream, type StreamType } from './streams.js';
import { Refused } from './refused.js';

export interface RestOptions {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  /** Runs an operation that is known already. */
  readonly operations: Operations;
  readonly masking: ErrorMasking;
  readonly callers: Callers;
  readonly rateLimits: RateLimits;
  readonly maxBodyBytes: number;
  readonly trustProxy: boolean;
  readonly cors: Cors;
  readonly publicUrl: string | undefined;
}

/** One request to a route, from its parameters to its answer. */
export class RestRequest {
  constructor(
    private readonly options: RestOptions,
    private readonly exchange: Exchange,
    private readonly endpoint: Endpoint,
    private readonly parameters: { readonly [name: string]: string },
    private readonly search: URLSearchParams,
  ) {}

  async answer(): Promise<void> {
    const { callers, rateLimits } = this.options;
    await identifyCaller(this.exchange, callers, rateLimits);
    checkIdempotencyKey(this.exchange);
    if (this.endpoint.route.download) return this.#download();
    const type = this.#streamType();
    if (type === 'text/plain' && !this.#takeFollow()) return this.#logText();
    if (type !== undefined) return this.#stream(type);
    return this.endpoint.route.method === 'GET' ? this.#query() : this.#mutate();
  }

  async #query(): Promise<void> {
    const { operation } = this.endpoint;
    const variables = { ...this.#readParameters(operation), ...this.#pathVariables(operation) };
    this.#finish(operation, this.#data(operation, await this.#run(operation, variables)));
  }

  async #mutate(): Promise<void> {
    const { operation } = this.endpoint;
    const { route } = operation;
    const byQuery = this.#readParameters(operation);
    const cookie = this.#sessionCookie();
    const body = await readInput(this.exchange.incoming, {
      maxBytes: this.options.maxBodyBytes,
      form: route.passwordForm === true,
    });
    if (!body.ok) throw Refused.of(body.error.rejection, body.error.status);
    const { isForm, members } = body.value;
    const byPath = this.#pathVariables(operation);
    for (const name of Object.keys(members)) {
      if (!(name in byPath)) continue;
      throw new Refused({ code: 'VALIDATION_FAILED', message: `${name}: is given by the path`, field: name });
    }
    const given = isForm ? passwordGrant(members) : route.bodyOf ? { [route.bodyOf]: members } : members;
    if ('refusal' in given) throw new Refused(given.refusal as Refusal);
    const input = this.#withToken(cookie, { ...given, ...byQuery, ...byPath });
    try {
      const data = this.#data(operation, await this.#run(operation, { input }));
      this.#finish(operation, data, (value) => {
        const tokens = cookie ? cookie.output(value) : value;
        return isForm ? toTokenAnswer(tokens) : tokens;
      });
    } catch (error) {
      if (route.session === 'refresh' && error instanceof Refused && error.refusal.code === 'UNAUTHENTICATED')
        cookie?.clear();
      if (isForm && error instanceof Refused) throw new Refused(formRefusal(error.refusal), error.status);
      throw error;
    }
  }

  #sessionCookie(): SessionCookie | undefined {
    const { session } = this.endpoint.route;
    const cookie = session && SessionCookie.of(this.exchange, session, this.options);
    if (cookie?.ok === false) throw Refused.of(cookie.error);
    return cookie?.value;
  }

  /** @param cookie undefined where the token is in the body */
  #withToken(cookie: SessionCookie | undefined, input: Variables): Variables {
    if (cookie) {
      const completed = cookie.input(input);
      if (!completed.ok) throw Refused.of(completed.error);
      return completed.value;
    }
    const { session } = this.endpoint.route;
    const missing = session && headerMissing(this.exchange, session, input);
    if (missing) throw Refused.of(missing);
    return input;
  }

  async #stream(type: StreamType): Promise<void> {
    const { exchange } = this;
    const { subscription } = this.endpoint;
    const variables = { ...this.#readParameters(subscription), ...this.#pathVariables(subscription) };
    const cursor = exchange.header('last-event-id');
    if (cursor !== undefined && subscription.leaves.has('cursor')) variables['after'] = cursor;
    const outcome = await this.#run(subscription, variables);
    if (!(Symbol.asyncIterator in outcome)) {
      this.#data(subscription, outcome);
      throw new Error('a subscription has not become a stream');
    }
    const [name = ''] = subscription.at;
    const toProblem = (error: GraphQLError): ProblemAnswer =>
      problemOf(inUrlNames(refusalOf(error), subscription.queryVariables), exchange.traceId);
    return sendStream(exchange.response, type, name, outcome, toProblem);
  }

  /** Whether text is to go on as it comes. */
  #takeFollow(): boolean {
    const follow = this.search.get('follow');
    if (follow !== null && follow !== 'true' && follow !== 'false')
      throw new Refused({
        code: 'VALIDATION_FAILED',
        message: 'follow: must be true or false',
        field: 'follow',
      });
    this.search.delete('follow');
    return follow === 'true';
  }

  /** The first page goes through all that a request goes through; the others are read as those of a download. */
  async #logText(): Promise<void> {
    const { endpoint, exchange, options } = this;
    const { operation } = endpoint;
    const given = this.#readParameters(operation);
    const { before, last, at, fromLine } = given;
    // Read backwards it is one page: what comes after it is known, or not there yet.
    const isOne = before !== undefined || (last !== undefined && at === undefined && fromLine === undefined);
    const asked = { ...(isOne ? {} : { first: FIRST_LINES }), ...given, ...this.#pathVariables(operation) };
    const answer = answerOf(operation, this.#data(operation, await this.#run(operation, asked)));
    if (answer.kind === 'refusal') throw new Refused(answer.refusal);
    const page = answer.value as LogPage;
    if (isOne || page.end || page.lines.length === 0) return sendLogText(exchange.response, page, undefined);
    const { stream, context } = options.operations.openStream(exchange);
    try {
      const jobId = toPlainId(this.parameters['id'] ?? '');
      const read = followingOf(context.calls, jobId, given as LogFilter);
      await sendLogText(exchange.response, page, { read, stream });
    } finally {
      stream.close();
    }
  }

  /** The log up to its last line of now. */
  async #download(): Promise<void> {
    const { endpoint, exchange, options } = this;
    const { operation } = endpoint;
    const accept = exchange.header('accept');
    if (accept !== undefined && !/(?:^|,)\s*(?:\*\/\*|text\/\*|text\/plain)/i.test(accept))
      throw notAcceptable(['text/plain']);
    const given = this.#readParameters(operation);
    const { fromLine, ...filter } = given;
    const asked = { ...filter, ...this.#pathVariables(operation), last: 1 };
    const answer = answerOf(operation, this.#data(operation, await this.#run(operation, asked)));
    if (answer.kind === 'refusal') throw new Refused(answer.refusal);
    if (Number(fromLine ?? 1) < 1)
      throw new Refused({
        code: 'VALIDATION_FAILED',
        message: 'fromLine: must be at least 1',
        field: 'fromLine',
      });
    const { stream, context } = options.operations.openStream(exchange);
    try {
      const jobId = toPlainId(this.parameters['id'] ?? '');
      const log = rawLogOf(context.calls, jobId, given as RawParameters, answer.value as LogPage);
      await sendRawLog(
        exchange.response,
        { ...log, gzip: acceptsGzip(exchange.header('accept-encoding')) },
        stream,
      );
    } finally {
      stream.close();
    }
  }

  /** Undefined where a page is asked for. Text without `follow` is what is there now. */
  #streamType(): StreamType | undefined {
    const { route } = this.endpoint;
    const accepted = acceptedTypes(this.exchange.incoming);
    const asked = accepted.find((type) => type !== 'application/json');
    if (!route.live) {
      if (accepted.length > 0 && !accepted.includes('application/json'))
        throw notAcceptable(['application/json']);
      return undefined;
    }
    const types = ['text/event-stream', 'application/x-ndjson', ...(route.text ? ['text/plain'] : [])];
    const first = accepted[0];
    if (first !== undefined && first !== 'application/json' && types.includes(first))
      return first as StreamType;
    if (route.streamOnly) {
      if (asked !== undefined && types.includes(asked)) return asked as StreamType;
      throw notAcceptable(types);
    }
    if (first === undefined || accepted.includes('application/json')) return undefined;
    throw notAcceptable(['application/json', ...types]);
  }

  #readParameters({ leaves }: Prepared): Variables {
    const read = readParameters(this.search, leaves);
    if (!read.ok) throw Refused.of(read.error);
    return read.value;
  }

  #pathVariables({ pathVariables }: Prepared): Variables {
    const variables: Variables = {};
    for (const { name, variable } of pathVariables) variables[variable] = this.parameters[name];
    return variables;
  }

  #run({ document }: Prepared, variables: Variables): Promise<Outcome> {
    const operation = this.options.documents.operation(document, undefined, variables);
    if (!operation.ok) throw new Refused(refusalOf(operation.error));
    this.exchange.operation = operation.value;
    return this.options.operations.run(this.exchange, {});
  }

  /** What came of it, where all of it came. */
  #data({ queryVariables }: Prepared, outcome: Outcome): { readonly [field: string]: unknown } {
    if (Symbol.asyncIterator in outcome) throw new Error('a query has become a stream');
    const [first] = outcome.errors ?? [];
    if (first instanceof Problem) throw first;
    if (first) {
      const refusal = refusalOf(this.options.masking.mask(first, this.exchange.traceId));
      throw new Refused(inUrlNames(refusal, queryVariables));
    }
    return outcome.data ?? {};
  }

  #finish(
    operation: Prepared,
    data: { readonly [field: string]: unknown },
    change: (value: unknown) => unknown = (value) => value,
  ): void {
    const { incoming, response } = this.exchange;
    const answer = answerOf(operation, data);
    if (answer.kind === 'refusal') throw new Refused(answer.refusal);
    setPositions(this.exchange);
    sendSuccess(incoming, response, { ...answer, value: change(answer.value) });
  }
}

const notAcceptable = (types: readonly string[]): Refused =>
  new Refused({
    code: 'NOT_ACCEPTABLE',
    message: `accept: must allow ${types.join(' or ')}`,
    field: 'accept',
  });
