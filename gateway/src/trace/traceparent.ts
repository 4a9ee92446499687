import { randomBytes } from 'node:crypto';

/** Where a request stands in a trace: https://www.w3.org/TR/trace-context/ */
export interface Trace {
  readonly traceId: string;
  /** Of the gateway's own span. */
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly sampled: boolean;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const ZEROS = /^0+$/;

/** Goes on with the caller's trace, or begins one where the header is absent or not valid. */
export function traceFrom(header: string | undefined): Trace {
  const spanId = randomHex(8);
  const match = header === undefined ? null : TRACEPARENT.exec(header);
  const [, version, traceId, parentSpanId, flags, rest] = match ?? [];
  const valid =
    traceId !== undefined &&
    parentSpanId !== undefined &&
    version !== 'ff' &&
    !(version === '00' && rest !== undefined) &&
    !ZEROS.test(traceId) &&
    !ZEROS.test(parentSpanId);
  if (!valid) return { traceId: randomHex(16), spanId, sampled: true };
  return { traceId, spanId, parentSpanId, sampled: (parseInt(flags ?? '0', 16) & 1) === 1 };
}

export const toTraceparent = ({ traceId, spanId, sampled }: Trace): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;

/** Under which a span of the gateway's own begins: the caller's, or the request's where the trace begins with it. */
export const parentOf = (trace: Trace): string =>
  toTraceparent({ ...trace, spanId: trace.parentSpanId ?? trace.spanId });

/** Random bytes are drawn in bulk: a call for 8 of them costs as much as one for 4,096. */
const POOL_BYTES = 4096;
let pool = Buffer.alloc(0);
let used = 0;

function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  const hex = pool.toString('hex', used, used + bytes);
  used += bytes;
  return ZEROS.test(hex) ? randomHex(bytes) : hex;
}
