import type { ChildProcess } from 'node:child_process';
import { on } from 'node:events';

export interface SaidReady {
  readonly type: 'ready';
  readonly healthPort: number;
}

/** Resolves when a process of Berth says that it is ready; before that it may say what it waits for. */
export async function saidReady(child: ChildProcess, signal?: AbortSignal): Promise<SaidReady> {
  for await (const [message] of on(child, 'message', signal && { signal })) {
    const said = message as { readonly type?: string };
    if (said.type === 'ready') return said as SaidReady;
  }
  throw new Error('the process says nothing more');
}
