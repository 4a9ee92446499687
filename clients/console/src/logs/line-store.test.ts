import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { LineStore } from './line-store.js';
import { wireLine, wireLines } from './testing.js';

const kept = (firstNumber: number, lastNumber: number) => ({
  firstNumber,
  lastNumber,
  dropped: firstNumber - 1,
});

describe('lines by their numbers', () => {
  it('gives each line as it came', () => {
    const store = new LineStore();
    const odd = {
      text: 'naïve 日本 👩🏽‍🚀 \u001b[31mred',
      level: 'error',
      stream: 'STDERR' as const,
      stage: 'eval',
      partial: true,
      run: 70_000,
    };
    store.add([wireLine(1), wireLine(2, odd), wireLine(3, { text: '', stage: 'train' })]);
    assert.deepEqual(store.at(2), { ...odd, level: 'ERROR', number: 2, at: 1_800_000_000_002 });
    assert.deepEqual([store.at(1)!.stage, store.at(3)!.stage, store.at(3)!.text], [undefined, 'train', '']);
    assert.equal(store.at(4), undefined);
  });

  it('says which lines have to be fetched, by whole chunks and never beyond what there is', () => {
    const store = new LineStore();
    store.extend(kept(101, 2_600));
    store.add(wireLines(2_101, 2_600));
    assert.deepEqual([store.first, store.last, store.count, store.dropped], [101, 2_600, 2_500, 100]);
    assert.deepEqual(store.missing([1, 40]), []);
    assert.deepEqual(store.missing([1, 110]), [[101, 501]]);
    assert.deepEqual(store.missing([490, 1_100]), [
      [101, 501],
      [501, 1_001],
      [1_001, 1_501],
    ]);
    assert.deepEqual(store.missing([2_550, 9_999]), []);
    // the chunk of the end was read from its middle on
    assert.deepEqual(store.missing([2_050, 2_101]), [[2_001, 2_501]]);
    store.add(wireLines(2_001, 2_500));
    assert.deepEqual(store.missing([2_001, 2_601]), []);
    assert.equal(store.at(2_077)!.text, 'line 2077');
    store.extend(kept(101, 2_650));
    assert.deepEqual(store.missing([2_600, 2_700]), [[2_601, 2_651]]);
  });

  it('takes live lines twice, and after a gap, without mixing them up', () => {
    const store = new LineStore();
    store.add(wireLines(1, 10));
    store.add(wireLines(5, 20));
    assert.deepEqual(store.missing([1, 21]), []);
    store.add(wireLines(31, 40));
    assert.deepEqual(store.missing([1, 41]), [[1, 41]]);
    assert.deepEqual([store.at(20), store.at(31)!.text], [undefined, 'line 31']);
    store.add(wireLines(1, 40));
    for (let number = 1; number <= 40; number++) assert.equal(store.at(number)!.text, `line ${number}`);
  });

  it('keeps what was read last within its limits, of a million lines as of a hundred', () => {
    const store = new LineStore({ maxLines: 5_000, maxBytes: 1_000_000 });
    store.add(wireLines(1, 500));
    for (let from = 501; from < 1_000_000; from += 500) {
      store.add(wireLines(from, from + 499));
      store.missing([1, 50]);
      assert.ok(store.held <= 5_000 && store.bytes <= 1_000_000);
    }
    assert.equal(store.count, 1_000_000);
    assert.deepEqual([store.at(1)!.text, store.at(1_000_000)!.text], ['line 1', 'line 1000000']);
    assert.equal(store.at(400_000), undefined);
    assert.deepEqual(store.missing([400_000, 400_001]), [[399_501, 400_001]]);
  });

  it('is bounded in bytes where lines are long', () => {
    const store = new LineStore({ maxLines: 50_000, maxBytes: 4_000_000 });
    for (let number = 1; number <= 5_000; number++)
      store.add([wireLine(number, { text: 'x'.repeat(8_000) })]);
    // the chunk that is written stays whatever its size
    assert.ok(store.bytes <= 4_000_000 + 500 * 8_000 * 6, String(store.bytes));
    assert.equal(store.at(5_000)!.text.length, 8_000);
  });
});
