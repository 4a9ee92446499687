import { throwProblem, traceIdOf } from '../api/http.js';
import { unreachable } from '../api/refusal.js';
import { session } from '../session/session.js';
import type { LineFilter } from './line.js';

/**
 * Saves the whole log as a file. The browser keeps what comes outside of the page's memory, on disk where it is large.
 * @throws Refused
 */
export async function downloadLog(
  job: string,
  { level, stream, run }: LineFilter,
  signal: AbortSignal,
): Promise<void> {
  const query = new URLSearchParams({
    ...(level && { level }),
    ...(stream && { stream }),
    ...(run !== undefined && { run: String(run) }),
  });
  const token = await session.accessToken();
  const response = await fetch(`/api/v1/jobs/${job}/logs/raw?${query.toString()}`, {
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    signal,
  }).catch((error: unknown) => {
    throw unreachable(error);
  });
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => undefined);
    throwProblem({ status: response.status, body, traceId: traceIdOf(response.headers) });
  }
  const blob = await response.blob().catch((error: unknown) => {
    throw unreachable(error);
  });
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download =
    /filename="?([^";]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'job.log';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
