import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { factsOf, linesOf } from './chunk-lines.js';
import { levelBit } from './chunk-text.js';

const json = (value: object): string => `${JSON.stringify(value)}\n`;

describe('the lines of a chunk', () => {
  const cases: [string, string, [string, boolean][]][] = [
    [
      'are cut at their ends',
      'a\nb\n',
      [
        ['a', false],
        ['b', false],
      ],
    ],
    [
      'may be empty',
      '\n\na\n',
      [
        ['', false],
        ['', false],
        ['a', false],
      ],
    ],
    [
      'lose the carriage return of other systems',
      'a\r\nb\r\n',
      [
        ['a', false],
        ['b', false],
      ],
    ],
    [
      'are partial where the end has not come',
      'a\nb',
      [
        ['a', false],
        ['b', true],
      ],
    ],
    ['are none where there is no text', '', []],
  ];
  for (const [what, text, expected] of cases) {
    it(what, () => {
      assert.deepEqual(
        linesOf(text).map((line) => [line.text, line.partial]),
        expected,
      );
    });
  }
});

describe('the content of a chunk', () => {
  it('is which levels it has', () => {
    assert.equal(factsOf('plain\nERROR: no\n[warn] hm\n').levels, levelBit('error') | levelBit('warn'));
    assert.equal(factsOf('plain\n').levels, 0);
  });

  it('is its metrics, with the place of their lines, and the epoch among them', () => {
    const text = `start\n${json({ type: 'metrics', epoch: 2, epochs: 4, stage: 'train', loss: 0.5 })}`;
    assert.deepEqual(factsOf(text).metrics, [{ line: 1, values: { epoch: 2, loss: 0.5 }, stage: 'train' }]);
  });

  it('is how far the job has come, line by line', () => {
    const text =
      json({ level: 'info', message: 'loading', stage: 'prepare' }) +
      'chatter\n' +
      json({ type: 'metrics', epoch: 1, epochs: 4, loss: 0.9 });
    assert.deepEqual(factsOf(text).progress, [
      { message: 'loading', stage: 'prepare' },
      { latestMetrics: { epoch: 1, loss: 0.9 }, omitted: 0, epoch: 1, epochs: 4, progress: 0.25 },
    ]);
  });

  it('includes what is not finite, with the epoch of its line', () => {
    const { metrics, progress } = factsOf('{"epoch": 2, "loss": NaN, "acc": -Infinity}\n');
    const values = { epoch: 2, loss: 'NaN', acc: '-Infinity' };
    assert.deepEqual(metrics, [{ line: 0, values }]);
    assert.deepEqual(progress[0]?.latestMetrics, values);
  });
});
