import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { given } from '@berth/service-host/testing';
import { NOW, projectId } from '../../testing/fixtures.js';
import {
  afterNode,
  aNode,
  aWorkflow,
  statesOf,
  tell,
  theEnd,
  workflowId,
} from '../../testing/workflow.fixtures.js';
import type { WorkflowCommand } from './workflow.js';
import { nodeJobId, workflowDecider } from './workflow.decider.js';

const workflow = given(workflowDecider);
const ids = { workflowId, projectId };
const diamond = aWorkflow(
  aNode('split'),
  afterNode('left', 'split'),
  afterNode('right', 'split'),
  afterNode('merge', 'left', 'right'),
);
const after = (...commands: readonly WorkflowCommand[]) => workflow.events(...tell(...commands).events);
const states = (...commands: readonly WorkflowCommand[]) => statesOf(tell(...commands).state);
const cancel: WorkflowCommand = { type: 'cancel', reason: 'wrong data', now: NOW };
const rerun = (from: string): WorkflowCommand => ({ type: 'rerun', from, now: NOW });

describe('submitting a workflow', () => {
  it('begins what waits for nothing, in the same append', () => {
    workflow.when(diamond).then(
      {
        type: 'scheduler.workflow.submitted.v1',
        data: {
          ...ids,
          userId: diamond.userId,
          name: 'nightly',
          nodes: [...diamond.nodes],
          submittedAt: NOW,
        },
      },
      {
        type: 'scheduler.workflow.nodesReady.v1',
        data: {
          ...ids,
          nodes: [{ node: 'split', attempt: 1, jobId: nodeJobId(workflowId, 'split', 1) }],
          readyAt: NOW,
        },
      },
    );
  });
  it('is refused for an own id that the project has already', () => {
    const own = { ...diamond, externalId: 'mine' };
    after(own).when(own).refused('ALREADY_EXISTS', 'externalId');
  });
  it('knows nothing before', () => {
    workflow.when(cancel).refused('NOT_FOUND', 'workflowId');
  });
});

describe('the end of a node', () => {
  it('begins all that waited for it alone', () => {
    assert.deepEqual(states(diamond, theEnd('split')), {
      succeeded: 'split',
      begun: 'left right',
      waiting: 'merge',
    });
  });
  it('begins what waited for several with the last of them', () => {
    assert.deepEqual(states(diamond, theEnd('split'), theEnd('right')).waiting, 'merge');
    assert.deepEqual(states(diamond, theEnd('split'), theEnd('right'), theEnd('left')).begun, 'merge');
  });
  it('ends the workflow with the last of all', () => {
    after(diamond, theEnd('split'), theEnd('right'), theEnd('left'))
      .when(theEnd('merge'))
      .then(
        {
          type: 'scheduler.workflow.nodeEnded.v1',
          data: { ...ids, node: 'merge', attempt: 1, outcome: 'succeeded', endedAt: NOW },
        },
        { type: 'scheduler.workflow.ended.v1', data: { ...ids, outcome: 'succeeded', endedAt: NOW } },
      );
  });
  it('is told once: twice, of another attempt, or of a node that has not begun, it changes nothing', () => {
    after(diamond, theEnd('split')).when(theEnd('split')).nothing();
    after(diamond)
      .when(theEnd('split', 'failed', 2))
      .nothing();
    after(diamond).when(theEnd('merge', 'failed')).nothing();
    after(diamond).when(theEnd('unknown')).nothing();
  });
});

describe('a node that fails', () => {
  it('has all that wait for its success skipped, and says why', () => {
    const { state } = tell(diamond, theEnd('split', 'failed'));
    assert.deepEqual(statesOf(state), { failed: 'split', skipped: 'left right merge' });
    assert.ok(state.status === 'failed');
    assert.deepEqual(
      ['left', 'merge'].map((name) => state.progress[name]?.message),
      ['"split" failed', '"left" was skipped'],
    );
  });
  it('stops what has not begun elsewhere, but nothing that runs', () => {
    const two = aWorkflow(aNode('a'), aNode('b'), afterNode('c', 'b'));
    assert.deepEqual(states(two, theEnd('a', 'failed')), { failed: 'a', begun: 'b', skipped: 'c' });
    assert.deepEqual(states(two, theEnd('a', 'cancelled')), { cancelled: 'a', begun: 'b', skipped: 'c' });
  });
  it('leaves other branches alone where it is to', () => {
    const two = aWorkflow(aNode('a', { onFailure: 'continue' }), aNode('b'), afterNode('c', 'b'));
    assert.deepEqual(states(two, theEnd('a', 'failed')), { failed: 'a', begun: 'b', waiting: 'c' });
    assert.equal(tell(two, theEnd('a', 'failed'), theEnd('b'), theEnd('c')).state.status, 'failed');
  });
  it('begins what waits for a failure, or for any end, even where it stops the rest', () => {
    const handled = aWorkflow(
      aNode('train'),
      aNode('alarm', { dependsOn: ['train'], when: 'failed' }),
      aNode('tidy', { dependsOn: ['train', 'alarm'], when: 'finished' }),
      afterNode('eval', 'train'),
    );
    assert.deepEqual(states(handled, theEnd('train', 'failed')), {
      failed: 'train',
      begun: 'alarm',
      waiting: 'tidy',
      skipped: 'eval',
    });
    const good = tell(handled, theEnd('train'), theEnd('eval'), theEnd('tidy')).state;
    assert.deepEqual(statesOf(good), { succeeded: 'train tidy eval', skipped: 'alarm' });
    assert.equal(good.status, 'succeeded');
  });
  it('by a refusal fails with its message', () => {
    const refused = {
      type: 'refuseNode',
      node: 'split',
      attempt: 1,
      code: 'FORBIDDEN',
      message: 'no',
      now: NOW,
    } as const;
    after(diamond)
      .when(refused)
      .thenTypes(
        'scheduler.workflow.nodeRefused.v1',
        'scheduler.workflow.nodesSkipped.v1',
        'scheduler.workflow.ended.v1',
      );
    const { state } = tell(diamond, refused);
    assert.ok(state.status === 'failed' && state.progress['split']?.message === 'no');
    assert.equal(state.progress['split']?.jobId, undefined);
    after(diamond, theEnd('split')).when(refused).nothing();
  });
});

describe('cancelling a workflow', () => {
  it('cancels what has not begun, and ends with what runs', () => {
    const cancelled = tell(diamond, theEnd('split'), cancel);
    assert.deepEqual(statesOf(cancelled.state), {
      succeeded: 'split',
      begun: 'left right',
      cancelled: 'merge',
    });
    const { state } = tell(diamond, theEnd('split'), cancel, theEnd('left', 'cancelled'), theEnd('right'));
    assert.equal(state.status, 'cancelled');
  });
  it('is done once, and not after the end', () => {
    after(diamond, cancel).when(cancel).nothing();
    after(diamond, theEnd('split', 'failed')).when(cancel).refused('INVALID_STATE', 'workflowId');
  });
});

describe('a rerun', () => {
  const failed = [diamond, theEnd('split'), theEnd('left'), theEnd('right', 'failed')];

  it('runs a node and what follows from it as new attempts; the others keep their results', () => {
    const { state } = tell(...failed, rerun('right'));
    assert.deepEqual(statesOf(state), { succeeded: 'split left', begun: 'right', waiting: 'merge' });
    assert.ok(state.status === 'running');
    assert.equal(state.progress['right']?.jobId, nodeJobId(workflowId, 'right', 2));
    const done = tell(
      ...failed,
      rerun('right'),
      theEnd('right', 'succeeded', 2),
      theEnd('merge', 'succeeded', 2),
    );
    assert.equal(done.state.status, 'succeeded');
  });
  it('of what runs, or from nowhere, is refused', () => {
    after(diamond).when(rerun('split')).refused('INVALID_STATE', 'workflowId');
    after(...failed)
      .when(rerun('mege'))
      .refused('VALIDATION_FAILED', 'from');
  });
  it('from a node that would be skipped again is refused, and says from where it would not', () => {
    after(...failed)
      .when(rerun('merge'))
      .refused('INVALID_STATE', 'from');
  });
  it('hears no more of earlier attempts', () => {
    after(...failed, rerun('right'))
      .when(theEnd('right', 'succeeded', 1))
      .nothing();
  });
});
