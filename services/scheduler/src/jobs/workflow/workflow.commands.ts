import type { WorkflowFacts } from './workflow.js';

export interface SubmitWorkflow extends Omit<WorkflowFacts, 'submittedAt'> {
  readonly kind: 'submit';
  readonly now: string;
}

interface AboutNode {
  readonly node: string;
  readonly attempt: number;
}

export type WorkflowCommand =
  | SubmitWorkflow
  | (AboutNode & {
      readonly kind: 'endNode';
      readonly outcome: 'succeeded' | 'failed' | 'cancelled';
      readonly message?: string;
      readonly endedAt: string;
      readonly now: string;
    })
  | (AboutNode & {
      readonly kind: 'refuseNode';
      readonly code: string;
      readonly message: string;
      readonly now: string;
    })
  | { readonly kind: 'cancel'; readonly reason?: string; readonly now: string }
  | { readonly kind: 'rerun'; readonly from: string; readonly now: string };
