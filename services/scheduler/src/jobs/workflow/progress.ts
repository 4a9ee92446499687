import type { WorkflowNode } from '@berth/contracts/scheduler/workflow';
import { assertNever } from '@berth/kernel/assert-never';
import type { NodeProgress, Progress } from './workflow.js';

export type Verdict =
  { readonly kind: 'waits' | 'ready' } | { readonly kind: 'skip'; readonly reason: string };

const HOW: { readonly [state in NodeProgress['state']]: string } = {
  waiting: 'waits',
  begun: 'runs',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'was cancelled',
  skipped: 'was skipped',
};
const OVER: ReadonlySet<NodeProgress['state']> = new Set(['succeeded', 'failed', 'cancelled', 'skipped']);
export const isOver = ({ state }: NodeProgress): boolean => OVER.has(state);

/**
 * The next state of a node that has not begun. After a failure that stops the workflow, nodes that wait for success
 * are not started any more; those that wait for a failure or an end still are.
 */
export function verdictOn(
  { dependsOn, when }: Pick<WorkflowNode, 'dependsOn' | 'when'>,
  progress: Progress,
  stopped: boolean,
): Verdict {
  const others = dependsOn.map((name) => ({ name, ...(progress[name] as NodeProgress) }));
  const allOver = others.every(isOver);
  switch (when) {
    case 'succeeded': {
      const missed = others.find((other) => isOver(other) && other.state !== 'succeeded');
      if (missed) return { kind: 'skip', reason: `"${missed.name}" ${HOW[missed.state]}` };
      if (stopped) return { kind: 'skip', reason: 'another node did not succeed' };
      return { kind: allOver ? 'ready' : 'waits' };
    }
    case 'failed':
      if (!allOver) return { kind: 'waits' };
      if (others.some(({ state }) => state === 'failed')) return { kind: 'ready' };
      return { kind: 'skip', reason: 'none of the nodes that it depends on has failed' };
    case 'finished':
      return { kind: allOver ? 'ready' : 'waits' };
    default:
      return assertNever(when);
  }
}

/** Why a node cannot be run again by itself, for users. */
export function whyNotReady({ dependsOn }: Pick<WorkflowNode, 'dependsOn'>, progress: Progress): string {
  return dependsOn.map((name) => `"${name}" ${HOW[progress[name]?.state ?? 'waiting']}`).join(', ');
}
