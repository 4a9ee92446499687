import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { actionsOf, type JobOfSomebody } from './job-rights.js';

const job: JobOfSomebody = {
  state: 'RUNNING',
  deleted: false,
  cancelRequested: false,
  user: { id: 'owner' },
  project: {
    members: [
      { memberRole: 'LEAD', user: { id: 'lead' } },
      { memberRole: 'MEMBER', user: { id: 'other' } },
    ],
  },
};
const of = (id: string, change: Partial<JobOfSomebody> = {}, role = 'MEMBER') =>
  actionsOf({ ...job, ...change }, { id, role }).join();

describe('what can be done with a job', () => {
  it('is up to who submitted it, who leads the project, and staff', () => {
    for (const id of ['owner', 'lead']) assert.equal(of(id), 'resubmit,cancel');
    assert.equal(of('other'), 'resubmit');
    assert.equal(of('other', {}, 'OPERATOR'), 'resubmit,cancel');
    assert.equal(of('auditor', {}, 'AUDITOR'), '');
  });

  it('is what its state allows', () => {
    assert.equal(of('owner', { state: 'AWAITING_APPROVAL' }), 'resubmit,cancel');
    assert.equal(of('x', { state: 'AWAITING_APPROVAL' }, 'ADMIN'), 'approve,reject,resubmit,cancel');
    assert.equal(of('owner', { cancelRequested: true }), 'resubmit');
    assert.equal(of('owner', { state: 'FAILED' }), 'resubmit,delete');
    assert.equal(of('owner', { state: 'FAILED', deleted: true }), 'resubmit');
  });
});
