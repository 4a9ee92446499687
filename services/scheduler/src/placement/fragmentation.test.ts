import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import {
  fragmentation,
  steepestDescent,
  typicalTasks,
  unusable,
  withTask,
  type FragmentNode,
  type FragmentTask,
} from './fragmentation.js';

const node = (cpu: number, ...free: readonly number[]): FragmentNode => ({
  cpu,
  memory: 100,
  devices: free.map((each) => ({ free: each, model: 'T4' })),
});
const task = (gpus: number, share: number, cpu = 0): FragmentTask => ({ cpu, memory: 0, gpus, share });
const of = (...tasks: readonly (readonly [FragmentTask, number])[]) =>
  tasks.map(([each, popularity]) => ({ task: each, popularity }));

describe('fragmentation of a node', () => {
  it('is what a task cannot use: rests of devices, and all of them where it does not fit', () => {
    const free = node(8, 1, 0.5, 0.3);
    assert.equal(unusable(free, task(1, 0.4)), 0.3);
    assert.equal(unusable(free, task(1, 1)), 0.8);
    assert.equal(unusable(free, task(2, 1)), 1.8);
    assert.equal(unusable(free, task(1, 0.1, 9)), 1.8);
    assert.equal(unusable(free, task(0, 0)), 1.8);
    assert.equal(unusable(free, { ...task(1, 0.1), suits: (model) => model === 'A100' }), 1.8);
  });
  it('is expected of the next task by popularity', () => {
    const typical = of([task(1, 1), 0.75], [task(1, 0.5), 0.25]);
    assert.equal(fragmentation(node(8, 1, 0.5), typical), 0.75 * 0.5);
  });
});

describe('fragmentation gradient descent', () => {
  const typical = of([task(1, 1), 0.5], [task(1, 0.5), 0.5]);
  it('puts a part of a device beside another part, not on an idle one', () => {
    assert.deepEqual(steepestDescent(node(8, 1, 0.5), task(1, 0.5), typical), {
      indexes: [1],
      increase: -0.25,
    });
  });
  it('prefers the node whose rest others can use', () => {
    const whole = of([task(2, 1), 1]);
    const pair = steepestDescent(node(8, 1, 1), task(1, 1), whole);
    const odd = steepestDescent(node(8, 1, 1, 1), task(1, 1), whole);
    assert.ok(pair && odd && odd.increase < pair.increase);
  });
  it('says where a task does not fit', () => {
    assert.equal(steepestDescent(node(8, 0.4), task(1, 0.5), typical), undefined);
    assert.equal(steepestDescent(node(1, 1), task(1, 0.5, 2), typical), undefined);
  });
  it('takes the best of all devices, and tells the true increase', () => {
    const shares = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(shares, fc.integer({ min: 1, max: 9 }), (tenths, asked) => {
        const free = node(8, ...tenths.map((each) => each / 10));
        const part = task(1, asked / 10);
        const best = steepestDescent(free, part, typical);
        const increases = free.devices.flatMap(({ free: left }, index) =>
          left + 1e-9 >= part.share
            ? [fragmentation(withTask(free, part, [index]), typical) - fragmentation(free, typical)]
            : [],
        );
        assert.equal(best === undefined, increases.length === 0);
        if (best) assert.ok(Math.abs(best.increase - Math.min(...increases)) < 1e-6);
      }),
    );
  });
});

describe('typical tasks', () => {
  it('are the most popular ones that cover most of the workload', () => {
    const counts = [
      ['rare', 1],
      ['a', 60],
      ['b', 39],
    ] as const;
    assert.deepEqual(
      typicalTasks(counts, () => 1, { most: 9, cover: 0.95 }),
      [
        { task: 'a', popularity: 60 / 99 },
        { task: 'b', popularity: 39 / 99 },
      ],
    );
    assert.equal(typicalTasks(counts, () => 1, { most: 1, cover: 1 })[0]?.popularity, 1);
  });
  it('forgets no few that ask for whole hosts, since their hosts are lost first', () => {
    const counts = [['small', 90] as const, ['odd', 9] as const, ['whole hosts', 4] as const];
    const gpus = (name: string) => (name === 'whole hosts' ? 8 : 1);
    const typical = typicalTasks(counts, gpus, { most: 2, cover: 1 });
    assert.deepEqual(
      typical.map(({ task }) => task),
      ['small', 'whole hosts'],
    );
  });
});
