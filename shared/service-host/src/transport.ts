import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { firstValueFrom, isObservable } from 'rxjs';
import type { Histogram } from 'prom-client';
import type { Identity, TokenVerifier } from '@berth/bus/identity';
import type { RpcContext, RpcServer } from '@berth/bus/rpc-server';
import type { RpcReply, RpcRequest } from '@berth/bus/rpc-messages';
import { agentVerbOf, serviceOfSubject } from '@berth/contracts/subjects';
import type { OperationDefinition } from '@berth/contracts/define';
import type { Tracing } from '@berth/tracing/tracing';
import { isDiskFull, StoreUnavailableError, type Actor } from '@berth/event-store';
import type { Clock } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { newId, uuidFromName } from '@berth/kernel/ids';
import { canonicalJson, type JsonValue } from '@berth/kernel/json';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { ok, type Result } from '@berth/kernel/result';
import { admit, parseInput } from './admission.js';
import { KEY_REUSED, type CommandKeys } from './command-keys.js';
import type { CommandMeta } from './command-meta.js';
import type { Answer, OperationExtras } from './operation.js';
import type { Vault } from './vault.js';

export interface TransportOptions {
  readonly server: RpcServer;
  readonly verifier: TokenVerifier;
  readonly vault: Vault;
  readonly clock: Clock;
  /** What callers' idempotency keys were used for. */
  readonly commandKeys: CommandKeys;
  readonly waitForViews: (position: string, timeoutMs: number) => Promise<boolean>;
  /** Seconds that operations took, by operation and outcome. */
  readonly durations: Histogram<'operation' | 'outcome'>;
  /** Absent where tracing is off. */
  readonly tracing?: Tracing;
}

type Handler = (call: unknown) => Promise<unknown>;

const refuse = (error: Rejection): RpcReply => ({ ok: false, error });
const diskFull = (service: string): Rejection =>
  reject(
    'UNAVAILABLE',
    `${service} cannot record anything: its disk is full; try again when there is free space`,
    undefined,
    { reason: 'diskFull', service },
  );
const POSITION = /^\d{20}$/;
/** How long a query waits for its view to see what the caller has seen. */
const VIEW_TIMEOUT_MS = 2000;

/**
 * Nest's transport for Berth: requests arrive over the bus, singly or in batches; the caller is verified, the input
 * parsed, and the controller's method called. https://docs.nestjs.com/microservices/custom-transport
 */
export class BerthTransport extends Server implements CustomTransportStrategy {
  constructor(private readonly options: TransportOptions) {
    super();
  }

  listen(callback: () => void): void {
    for (const [pattern, handler] of this.getHandlers()) {
      const extras = handler.extras?.['operation'] as OperationExtras | undefined;
      if (!extras) throw new Error(`${pattern} is handled without @Operation`);
      const serve = (request: RpcRequest, context: RpcContext) =>
        this.#timed(extras.definition.name, () =>
          this.#traced(extras.definition, request, (own) =>
            this.#serve(extras, handler as unknown as Handler, own, context),
          ),
        );
      if (extras.definition.permission === 'agent') {
        const verb = agentVerbOf(extras.definition.subject);
        if (verb === undefined) throw new Error(`${pattern} is not a subject of agents`);
        this.options.server.handleAgent(verb, serve);
      } else this.options.server.handle(pattern, serve);
    }
    this.options.server.start();
    callback();
  }

  async close(): Promise<void> {
    await this.options.server.drain();
  }

  on(): void {
    // Nest asks for it; the bus reports its own events.
  }

  unwrap<T>(): T {
    return this.options.server as T;
  }

  async #serve(
    { definition }: OperationExtras,
    handler: Handler,
    request: RpcRequest,
    context: RpcContext,
  ): Promise<RpcReply> {
    const identity = await this.#identify(request);
    if (!identity.ok) return refuse(identity.error);
    const admitted = admit(definition.permission, identity.value);
    if (!admitted.ok) return refuse(admitted.error);
    const input = parseInput(definition.input, request.input, { nul: definition.permission === 'agent' });
    if (!input.ok) return refuse(input.error);
    if (definition.kind === 'query' && request.after !== undefined) {
      if (!POSITION.test(request.after)) {
        return refuse(
          reject('VALIDATION_FAILED', 'after: must be a position from an earlier response', 'after'),
        );
      }
      if (!(await this.options.waitForViews(request.after, VIEW_TIMEOUT_MS))) {
        return refuse(
          reject('VIEW_BEHIND', 'your change is recorded but not in the view yet; try again shortly'),
        );
      }
    }
    const actor = actorOf(identity.value, context.hostId);
    const meta = this.#meta(definition.name, definition.kind, input.value, request, actor);
    const { hostId } = context;
    const call = {
      input: input.value,
      identity: identity.value,
      meta,
      hostId,
      sentAt: request.sentAt,
      remoteAddress: request.remoteAddress,
      userAgent: request.userAgent,
    };
    const carryOut = async () =>
      toReply((await resolveResult(handler(call))) as Result<Answer<JsonValue>, Rejection>);
    const isKeyed =
      definition.kind === 'command' && identity.value !== undefined && request.idempotencyKey !== undefined;
    try {
      return await (isKeyed ? this.#once(meta, carryOut) : carryOut());
    } catch (error) {
      if (!isFullDisk(error)) throw error;
      return refuse(diskFull(serviceOfSubject(definition.subject) ?? 'the service'));
    }
  }

  async #identify(request: RpcRequest): Promise<Result<Identity | undefined, Rejection>> {
    return request.token === undefined ? ok(undefined) : this.options.verifier.verify(request.token);
  }

  /**
   * A caller's key stands for one input, its target included. Keys of anonymous callers are not kept apart, and
   * agents derive theirs from their reports.
   */
  async #once({ commandId, inputHash }: CommandMeta, carryOut: () => Promise<RpcReply>): Promise<RpcReply> {
    const { commandKeys } = this.options;
    const claim = await commandKeys.claim(commandId, inputHash);
    if (claim === 'reused') return refuse(KEY_REUSED);
    const reply = await carryOut();
    // what is unavailable may have been carried out all the same
    if (claim === 'new' && !reply.ok && reply.error.code !== 'UNAVAILABLE')
      await commandKeys.release(commandId);
    return reply;
  }

  #meta(command: string, kind: string, input: unknown, request: RpcRequest, actor: Actor): CommandMeta {
    const key = request.idempotencyKey ?? newId();
    const commandId = uuidFromName('command', actor.kind, actor.id, command, key);
    return {
      commandId,
      command,
      // Keyed, since an input may hold a password that could be guessed from a bare hash.
      inputHash: kind === 'command' ? this.options.vault.blind('input', canonicalJson(input)) : '',
      actor,
      now: this.options.clock.now(),
      correlationId: request.correlationId ?? commandId,
      causationId: commandId,
      ...defined({ traceparent: request.traceparent }),
    };
  }

  /** The handler's appends and calls go under the operation's own span. */
  #traced(
    { name, kind }: OperationDefinition,
    request: RpcRequest,
    serve: (request: RpcRequest) => Promise<RpcReply>,
  ): Promise<RpcReply> {
    const { tracing } = this.options;
    if (!tracing) return serve(request);
    const attributes = { 'berth.kind': kind };
    return tracing.span(
      { name, traceparent: request.traceparent, part: 'server', attributes },
      (traceparent) => serve(traceparent === undefined ? request : { ...request, traceparent }),
    );
  }

  async #timed(operation: string, run: () => Promise<RpcReply>): Promise<RpcReply> {
    const started = performance.now();
    let outcome = 'error';
    try {
      const reply = await run();
      outcome = reply.ok ? 'ok' : reply.error.code;
      return reply;
    } finally {
      this.options.durations.observe({ operation, outcome }, (performance.now() - started) / 1000);
    }
  }
}

const isFullDisk = (error: unknown): boolean =>
  error instanceof StoreUnavailableError ? error.diskFull : error instanceof Error && isDiskFull(error.cause);

function actorOf(identity: Identity | undefined, hostId: string | undefined): Actor {
  if (hostId !== undefined) return { kind: 'agent', id: hostId };
  if (!identity) return { kind: 'user', id: 'anonymous' };
  return identity.kind === 'token'
    ? { kind: 'token', id: `${identity.userId}/${identity.tokenId ?? ''}` }
    : { kind: 'user', id: identity.userId };
}

/** Nest wraps what a method returns in an observable when filters or interceptors take part. */
async function resolveResult(returned: Promise<unknown>): Promise<unknown> {
  const value = await returned;
  return isObservable(value) ? firstValueFrom(value) : value;
}

function toReply(result: Result<Answer<JsonValue>, Rejection>): RpcReply {
  if (!result.ok) return refuse(result.error);
  const { result: value, position } = result.value;
  return { ok: true, result: value ?? null, ...defined({ position }) };
}
