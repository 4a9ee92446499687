import { idFromName } from '@berth/kernel/ids';
import type { SubmitRequest } from '../reservations/request/request.commands.js';
import { NOW, poolId, projectId, userId } from './fixtures.js';

export const requestId = idFromName('request', 'test');
export const ofRequest = { requestId, projectId, userId, poolId };

export const aRequest = (change: Partial<SubmitRequest> = {}): SubmitRequest => ({
  type: 'submit',
  ...ofRequest,
  gpus: { count: 2, model: 'T4' },
  durationMinutes: 120,
  reason: 'a paper is due',
  sharedWithProject: false,
  grantPriority: 1,
  approvalRequired: true,
  now: NOW,
  ...change,
});
