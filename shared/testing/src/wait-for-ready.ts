import type { ChildProcess } from 'node:child_process';
import { on } from 'node:events';

export interface ReadyMessage {
  readonly type: 'ready';
  readonly healthPort: number;
}

/** Resolves when a process of Berth says that it is ready; before that it may say what it waits for. */
export async function waitForReady(child: ChildProcess, signal?: AbortSignal): Promise<ReadyMessage> {
  for await (const [message] of on(child, 'message', signal && { signal })) {
    const said = message as { readonly type?: string };
    if (said.type === 'ready') return said as ReadyMessage;
  }
  throw new Error('the process says nothing more');
}
