import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { sharingOf } from './sharing.js';

const one = { training: 1, inference: 0 };
const usual = { training: 1, inference: 3 };

describe('how runs share a device', () => {
  it('is alone on it where only one run is let on', () => {
    assert.equal(sharingOf({ limits: one }), 'wholeDevice');
  });

  it('is without isolation where several are', () => {
    assert.equal(sharingOf({ limits: usual }), 'sharedWithoutIsolation');
  });

  it('is by hardware for a MIG slice, unless several runs are let on that', () => {
    assert.equal(sharingOf({ parentUuid: 'GPU-1', limits: one }), 'migSlice');
    assert.equal(sharingOf({ parentUuid: 'GPU-1', limits: usual }), 'migSliceShared');
  });
});
