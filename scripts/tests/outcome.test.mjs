import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { outcomeOf } from './outcome.mjs';

const pass = (nesting, name, more = {}) => ({ type: 'pass', nesting, name, isSuite: false, ...more });
const fail = (nesting, name, more = {}) => ({
  ...pass(nesting, name, { error: 'no', ...more }),
  type: 'fail',
});
const suite = { isSuite: true };

describe('the outcome of a test file', () => {
  it('counts leaves, not headings', () => {
    const records = [
      pass(1, 'a'),
      pass(2, 'b1'),
      pass(1, 'b', suite),
      pass(0, 'all', suite),
      pass(0, 'alone'),
    ];
    assert.equal(outcomeOf(records).passed, 3);
  });

  it('counts a test with subtests as a heading', () => {
    assert.equal(outcomeOf([pass(1, 'part'), pass(1, 'other part'), pass(0, 'whole')]).passed, 2);
  });

  it('counts a failure once, under its full name', () => {
    const { failed, passed } = outcomeOf([pass(1, 'a'), fail(1, 'b'), fail(0, 'all', suite)]);
    assert.deepEqual(failed, [{ name: 'all > b', error: 'no' }]);
    assert.equal(passed, 1);
  });

  it('counts a heading that fails by itself', () => {
    const { failed, passed } = outcomeOf([pass(1, 'a'), fail(0, 'all', { ...suite, error: 'the hook' })]);
    assert.deepEqual(failed, [{ name: 'all', error: 'the hook' }]);
    assert.equal(passed, 1);
  });

  it('tells one heading`s children from the next one`s', () => {
    const records = [fail(1, 'a'), fail(0, 'first', suite), pass(1, 'b'), fail(0, 'second', suite)];
    assert.deepEqual(
      outcomeOf(records).failed.map(({ name }) => name),
      ['first > a', 'second'],
    );
  });

  it('names what was skipped and why, a whole heading once', () => {
    const records = [
      pass(1, 'a', { skip: 'no go' }),
      pass(0, 'all', suite),
      pass(0, 'others', { ...suite, skip: 'no pip' }),
    ];
    const { skipped, passed } = outcomeOf(records);
    assert.deepEqual(skipped, [
      { name: 'all > a', reason: 'no go' },
      { name: 'others', reason: 'no pip' },
    ]);
    assert.equal(passed, 0);
  });

  it('is nothing for nothing', () => {
    assert.deepEqual(outcomeOf([]), { passed: 0, failed: [], skipped: [] });
  });
});
