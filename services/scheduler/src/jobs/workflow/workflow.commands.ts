import type { WorkflowFacts } from './workflow.js';

export interface SubmitWorkflow extends Omit<WorkflowFacts, 'submittedAt'> {
  readonly type: 'submit';
  readonly now: string;
}

interface AboutNode {
  readonly node: string;
  readonly attempt: number;
}

export type WorkflowCommand =
  | SubmitWorkflow
  | (AboutNode & {
      readonly type: 'endNode';
      readonly outcome: 'succeeded' | 'failed' | 'cancelled';
      readonly message?: string;
      readonly endedAt: string;
      readonly now: string;
    })
  | (AboutNode & {
      readonly type: 'refuseNode';
      readonly code: string;
      readonly message: string;
      readonly now: string;
    })
  | { readonly type: 'cancel'; readonly reason?: string; readonly now: string }
  | { readonly type: 'rerun'; readonly from: string; readonly now: string };
