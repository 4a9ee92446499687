import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { levelInText, isGpuOutOfMemory } from './log-levels.js';
import { parseLogLine } from './log-lines.js';

describe('parseLogLine', () => {
  const cases: readonly [string, ReturnType<typeof parseLogLine>][] = [
    [
      '{"type":"metrics","epoch":1,"epochs":4,"stage":"train","train_loss":0.5,"val_acc":0.9,"note":"x"}',
      {
        kind: 'metrics',
        stage: 'train',
        epoch: 1,
        epochs: 4,
        progress: 0.25,
        values: { train_loss: 0.5, val_acc: 0.9 },
      },
    ],
    ['{"epoch": 3, "loss": 0.1}', { kind: 'metrics', epoch: 3, values: { loss: 0.1 } }],
    ['{"type":"metrics","progress":1.7}', { kind: 'metrics', progress: 1, values: {} }],
    [
      '{"type":"log","level":"warning","stage":"load","message":"slow"}',
      { kind: 'log', level: 'warn', stage: 'load', message: 'slow' },
    ],
    ['{"type":"log","message":"hello"}', { kind: 'log', level: 'info', message: 'hello' }],
    ['{"level":50,"time":1,"msg":"pino"}', { kind: 'log', level: 'error', message: 'pino' }],
    ['{"levelname":"CRITICAL","message":"python"}', { kind: 'log', level: 'fatal', message: 'python' }],
    ['{"a":1}', { kind: 'text', text: '{"a":1}' }],
    ['{"epoch":1}', { kind: 'text', text: '{"epoch":1}' }],
    ['{broken}', { kind: 'text', text: '{broken}' }],
    ['{"type":"metrics","loss":"NaN","__proto__":1}', { kind: 'metrics', values: {}, omitted: 1 }],
    [
      '{"epoch": 2, "loss": NaN, "acc": 0.5}',
      { kind: 'metrics', epoch: 2, values: { loss: 'NaN', acc: 0.5 } },
    ],
    [
      '{"type":"metrics","a":Infinity,"b":-Infinity,"c":1e999,"d":-1e999,"e":[NaN]}',
      { kind: 'metrics', values: { a: 'Infinity', b: '-Infinity', c: 'Infinity', d: '-Infinity' } },
    ],
    ['{"epoch":NaN,"loss":1,"type":"metrics"}', { kind: 'metrics', values: { loss: 1 } }],
    ['{"epoch":2,"loss":null,"acc":1}', { kind: 'metrics', epoch: 2, values: { acc: 1 }, without: ['loss'] }],
    [
      '{"type":"log","message":"x: NaN, y: [Infinity]","loss":NaN}',
      { kind: 'log', level: 'info', message: 'x: NaN, y: [Infinity]' },
    ],
    [
      '{"type":"log","message":"say \\"x: NaN\\", then","loss": NaN }',
      { kind: 'log', level: 'info', message: 'say "x: NaN", then' },
    ],
    ['{"type":"metrics","loss":1,"of the test":2}', { kind: 'metrics', values: { loss: 1 }, omitted: 1 }],
    ['plain', { kind: 'text', text: 'plain' }],
    ['ERROR it broke', { kind: 'log', level: 'error', message: 'ERROR it broke' }],
    ['', { kind: 'text', text: '' }],
  ];
  for (const [line, expected] of cases) {
    it(`reads ${line.slice(0, 60) || 'an empty line'}`, () => {
      assert.deepEqual(JSON.parse(JSON.stringify(parseLogLine(line))), JSON.parse(JSON.stringify(expected)));
    });
  }

  it('keeps 100 values of a line, and says how many it left out', () => {
    const many = Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`m${index}`, index]));
    const line = parseLogLine(JSON.stringify({ type: 'metrics', ...many }));
    assert.ok(line.kind === 'metrics');
    assert.deepEqual([Object.keys(line.values).length, line.omitted], [100, 30]);
  });

  it('leaves the texts of a line alone, whatever is in them', () => {
    const anyText = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom('NaN', '-Infinity', ': ', '"', '\\', ',', '}', '{', '\u0000'), {
          maxLength: 8,
        })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyText, (message) => {
        const said = `{"type":"log","level":"info","message":${JSON.stringify(message)},"loss":NaN}`;
        fc.pre(said.trim() === said);
        assert.deepEqual(parseLogLine(said), { kind: 'log', level: 'info', message });
      }),
    );
  });

  it('takes whatever a job prints', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.string({ unit: 'binary' })), (line) => {
        assert.ok(['metrics', 'log', 'text'].includes(parseLogLine(line).kind));
      }),
    );
  });
});

describe('levelInText', () => {
  const cases: readonly [string, string | undefined][] = [
    ['[warn] disk is nearly full', 'warn'],
    ['warning: deprecated', 'warn'],
    ['INFO:root:started', 'info'],
    ['DEBUG x', 'debug'],
    ['2026-01-31 08:00:00,123 - my.Logger - ERROR - it broke', 'error'],
    ['2026-01-31T08:00:00.123Z INFO started', 'info'],
    ['[08:00:00] [WARNING] careful', 'warn'],
    ['Traceback (most recent call last):', 'error'],
    ['ValueError: no such thing', 'error'],
    ['error rate 0.1', undefined],
    ['INFORMATION about it', undefined],
    ['Errors: 3', undefined],
    ['Epoch 1/10 loss 0.5', undefined],
  ];
  for (const [line, level] of cases)
    it(`finds ${level} in ${line}`, () => assert.equal(levelInText(line), level));
});

describe('isGpuOutOfMemory', () => {
  const yes = [
    'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 23.69 GiB total capacity)',
    'RuntimeError: CUDA error: out of memory',
    'RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`',
    'jaxlib.xla_extension.XlaRuntimeError: RESOURCE_EXHAUSTED: Out of memory while trying to allocate 123 bytes.',
    'ResourceExhaustedError: Graph execution error: OOM when allocating tensor with shape[1]',
  ];
  for (const line of yes) it(`in ${line.slice(0, 50)}`, () => assert.equal(isGpuOutOfMemory(line), true));
  it('not in other failures', () => {
    for (const line of ['MemoryError', 'out of memory', 'CUDA error: invalid device ordinal']) {
      assert.equal(isGpuOutOfMemory(line), false);
    }
  });
});
