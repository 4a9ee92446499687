import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { draftOf, EMPTY_DRAFT, faultOf, inputOfDraft } from './job-draft.js';

const draft = { ...EMPTY_DRAFT, command: 'python3 train.py', project: 'vision', pool: 'default' };

describe('a form for a job', () => {
  it('says what was typed, and leaves the rest to the platform', () => {
    assert.deepEqual(inputOfDraft(draft), {
      name: 'python3 train.py',
      project: 'vision',
      pool: 'default',
      command: ['python3', 'train.py'],
      gpus: { count: 1 },
      timeoutMinutes: 240,
    });
    const full = {
      ...draft,
      count: '۲',
      model: 'A100',
      memoryGb: '40.5',
      maxRetries: '3',
      env: 'A=1',
      priority: '7',
    };
    assert.deepEqual(inputOfDraft(full).gpus, { count: 2, model: 'A100', memoryGb: 40.5 });
    assert.deepEqual([inputOfDraft(full).retry, inputOfDraft(full).priority], [{ maxRetries: 3 }, 7]);
    assert.deepEqual(inputOfDraft({ ...full, count: '0' }).gpus, { count: 0 });
  });

  it('names the field that can not be read', () => {
    assert.equal(faultOf(draft), undefined);
    assert.equal(faultOf({ ...draft, command: ' ' }), 'command');
    assert.equal(faultOf({ ...draft, command: ' ', image: 'pytorch' }), undefined);
    assert.equal(faultOf({ ...draft, timeoutMinutes: 'soon' }), 'timeoutMinutes');
    assert.equal(faultOf({ ...draft, env: 'nonsense' }), 'env');
    assert.equal(faultOf({ ...draft, count: 'two' }), 'count');
    assert.equal(faultOf({ ...draft, ramGb: '-1' }), 'ramGb');
  });

  it('is filled from a job that was submitted before', () => {
    const input = inputOfDraft({
      ...draft,
      command: 'a && b',
      count: '2',
      env: 'A=1\nB=2',
      maxRetries: '2',
      image: 'x',
    });
    assert.deepEqual(inputOfDraft(draftOf(input)), input);
  });
});
