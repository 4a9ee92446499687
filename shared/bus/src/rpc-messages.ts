import { reject, type Rejection } from '@berth/kernel/rejection';
import type { JsonObject, JsonValue } from '@berth/kernel/json';
import { err, ok, type Result } from '@berth/kernel/result';

/** The body of a command or query. */
export interface RpcRequest {
  readonly input: JsonObject;
  /** Signed access token of the caller; absent for agents and anonymous calls. */
  readonly token?: string;
  readonly idempotencyKey?: string;
  readonly traceparent?: string;
  readonly correlationId?: string;
  /** When an agent sent it, by the clock of its host, as an ISO 8601 instant. */
  readonly sentAt?: string;
  /** The address of the client that the gateway sees, or its network (IPv6); set by the gateway. */
  readonly remoteAddress?: string;
  /** What the client calls itself; set by the gateway. */
  readonly userAgent?: string;
  /** Position of the asked service that its view must have seen. */
  readonly after?: string;
}

export type RpcReply =
  | { readonly ok: true; readonly result: JsonValue; readonly position?: string }
  | { readonly ok: false; readonly error: Rejection };

/** One call within a batch; ids count up from one batch of a client to the next, without a gap within a batch. */
export interface BatchCall {
  readonly id: number;
  readonly subject: string;
  readonly request: unknown;
}

/** A request beyond this is refused before it is sent, and by the server too. */
export const MAX_REQUEST_BYTES = 1024 * 1024;
/** A client sends, and a server answers, this much at most in one frame, unless one call alone is larger. */
export const FRAME_BYTES = 512 * 1024;
export const FRAME_CALLS = 256;

export const refused = (error: Rejection): RpcReply => ({ ok: false, error });
export const unavailable = (message: string, details?: JsonObject): RpcReply =>
  refused(reject('UNAVAILABLE', message, undefined, details));
export const tooLarge = (bytes: number): RpcReply =>
  refused(
    reject('VALIDATION_FAILED', `must have at most ${MAX_REQUEST_BYTES} bytes, has ${bytes}`, 'input', {
      limit: MAX_REQUEST_BYTES,
      actual: bytes,
    }),
  );

/** Longest of each, in UTF-16 code units: some are recorded with every event that a request leads to. */
const OPTIONAL_TEXTS = [
  ['token', 8192],
  ['idempotencyKey', 1024],
  ['traceparent', 128],
  ['correlationId', 256],
  ['sentAt', 40],
  ['remoteAddress', 60],
  ['userAgent', 256],
  ['after', 64],
] as const;

/** Checks the envelope; what is in `input` is the handler's to check. */
export function parseRequest(value: unknown): Result<RpcRequest, Rejection> {
  if (!isObject(value))
    return err(reject('VALIDATION_FAILED', 'must be an object with the field `input`', 'request'));
  if (!isObject(value['input'])) return err(reject('VALIDATION_FAILED', 'must be an object', 'input'));
  for (const [field, longest] of OPTIONAL_TEXTS) {
    const member = value[field];
    if (member === undefined) continue;
    if (typeof member !== 'string') return err(reject('VALIDATION_FAILED', 'must be text', field));
    if (member.length > longest) {
      return err(
        reject('VALIDATION_FAILED', `must have at most ${longest} characters`, field, { maximum: longest }),
      );
    }
  }
  return ok(value as unknown as RpcRequest);
}

/** `undefined` where it is no batch at all: then nothing in it can be answered by its id. */
export function parseBatch(value: unknown): readonly BatchCall[] | undefined {
  if (!isObject(value) || !Array.isArray(value['calls'])) return undefined;
  return value['calls'].every(isBatchCall) ? (value['calls'] as BatchCall[]) : undefined;
}

/** `undefined` where the text is no answer. */
export function parseReply(value: unknown): RpcReply | undefined {
  if (!isObject(value)) return undefined;
  if (value['ok'] === true) return 'result' in value ? (value as unknown as RpcReply) : undefined;
  return value['ok'] === false && isObject(value['error']) ? (value as unknown as RpcReply) : undefined;
}

export function parseJson(bytes: Uint8Array): Result<unknown, Rejection> {
  try {
    return ok(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')));
  } catch {
    return err(reject('VALIDATION_FAILED', 'must be JSON', 'request'));
  }
}

function isBatchCall(value: unknown): value is BatchCall {
  return isObject(value) && Number.isSafeInteger(value['id']) && typeof value['subject'] === 'string';
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
