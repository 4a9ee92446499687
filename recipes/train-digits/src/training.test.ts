import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { CLASSES, loadDigits, PIXELS, split, seededRandom } from './digits.js';
import { readParameters } from './parameters.js';
import { Score, train, type EpochMetrics } from './training.js';

const digits = loadDigits();
const figures = (...args: readonly string[]): readonly EpochMetrics[] => [
  ...train(digits, readParameters(['--epochs', '2', '--hidden-units', '32', ...args])),
];

describe('the digits', () => {
  it('are 10,000 labelled images of every class', () => {
    assert.equal(digits.count, 10_000);
    assert.equal(digits.images.length, 10_000 * PIXELS);
    assert.equal(new Set(digits.labels).size, CLASSES);
    assert.ok(digits.images.every((grey) => grey >= 0 && grey <= 1));
  });

  it('are split with none in both parts', () => {
    const { training, validation } = split(1000, 0.8, seededRandom(1));
    assert.deepEqual([training.length, validation.length], [800, 200]);
    assert.equal(new Set([...training, ...validation]).size, 1000);
  });
});

describe('training', () => {
  it('gets nine of ten unseen digits right after two epochs', () => {
    const [first, second] = figures();
    assert.ok(first && second);
    assert.ok(second.val_acc > 0.9, `${second.val_acc}`);
    assert.ok(second.train_loss < first.train_loss);
    assert.deepEqual([second.epoch, second.epochs, second.progress], [2, 2, 1]);
    assert.ok(second.top3_acc > second.val_acc);
  });

  it('gives the same figures for the same seed, and others for another', () => {
    assert.deepEqual(figures('--seed', '7', '--epochs', '1'), figures('--seed', '7', '--epochs', '1'));
    assert.notDeepEqual(figures('--seed', '8', '--epochs', '1'), figures('--seed', '7', '--epochs', '1'));
  });
});

describe('Score', () => {
  it('counts by class', () => {
    const score = new Score(3);
    score.add(Float32Array.of(0.7, 0.2, 0.1), 0);
    score.add(Float32Array.of(0.6, 0.3, 0.1), 1);
    assert.equal(score.accuracy, 0.5);
    assert.equal(score.top3, 1);
    assert.deepEqual(score.macro, { precision: 0.5 / 3, recall: 1 / 3, f1: 2 / 3 / 3 });
    assert.ok(Math.abs(score.loss - (-Math.log(0.7) - Math.log(0.3)) / 2) < 1e-6);
  });
});

describe('parameters', () => {
  const wrong = [
    [['--epochs', '0'], /--epochs must be a whole number from 1/],
    [['--batch-size', '2.5'], /--batch-size/],
    [['--learning-rate', '0'], /--learning-rate must be a number above 0/],
    [['--seed', ''], /--seed/],
    [['--optimizer', 'adam'], /--optimizer/],
  ] as const;
  for (const [args, message] of wrong) {
    it(`refuses ${args.join(' ')}`, () => assert.throws(() => readParameters(args), message));
  }
});
