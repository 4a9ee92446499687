import { logChunk, type LogChunk, type LogsArchived } from '@berth/contracts/agent/messages';
import { isId } from '@berth/kernel/ids';
import { err, ok, type Result } from '@berth/kernel/result';

/** A chunk of output, as a host sent it. */
export interface SentChunk {
  readonly hostId: string;
  readonly jobId: string;
  readonly run: number;
  readonly chunk: LogChunk;
}

/** What is wrong with a message, and as much as can be made out of what it was meant to be. */
export interface Unreadable {
  readonly hostId: string;
  readonly answer: LogsArchived;
}

/** The host is in the subject, where NATS lets it write its own only; the rest is unverified, and is checked. */
export function readChunk(subject: string, data: Uint8Array): Result<SentChunk, Unreadable> {
  const [, , hostId = '', jobId = '', runText = '', ...more] = subject.split('.');
  const run = Number(runText);
  const unreadable = (reason: string, body?: unknown): Result<SentChunk, Unreadable> =>
    err({ hostId, answer: { ...identifiedPart(jobId, run, body), rejected: reason } });

  if (!isId(jobId) || more.length > 0) return unreadable('jobId: the subject must end with a job and a run');
  if (!/^[1-9]\d{0,8}$/.test(runText)) return unreadable('run: must be at least 1');
  const body = parseJson(data);
  if (body === undefined) return unreadable('body: must be JSON');
  const parsed = logChunk.safeParse(body);
  if (parsed.success) return ok({ hostId, jobId, run, chunk: parsed.data });
  const [issue] = parsed.error.issues;
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
  return unreadable(`${field || 'body'}: ${issue?.message ?? 'is invalid'}`, body);
}

/** An answer must name a chunk: the one that was meant, as far as it can be identified. */
function identifiedPart(jobId: string, run: number, body: unknown): LogsArchived {
  const { stream, seq } = (typeof body === 'object' && body !== null ? body : {}) as Partial<LogChunk>;
  return {
    jobId,
    run: Number.isSafeInteger(run) ? run : 0,
    stream: stream === 'stderr' ? 'stderr' : 'stdout',
    seq: typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0 ? seq : 0,
  };
}

function parseJson(data: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
}
