import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { commandOf, commandText, minutesOf, variablesOf } from './command-line.js';
import { COPY_FORMS, copyAs, shellWord, stated } from './copy-as.js';
import { estimateOf, priceOf } from './price-estimate.js';

describe('a command as people type it', () => {
  it('is split into words, or given to a shell where it needs one', () => {
    assert.deepEqual(commandOf('python3 train.py --lr 1e-4'), ['python3', 'train.py', '--lr', '1e-4']);
    assert.deepEqual(commandOf(`echo "two words" 'and $more' a\\ b ''`), [
      'echo',
      'two words',
      'and $more',
      'a b',
      '',
    ]);
    for (const script of ['a && b', 'echo $HOME', 'ls *.py', 'a\nb', 'echo "$X"', 'a > f'])
      assert.deepEqual(commandOf(script), ['sh', '-c', script]);
    assert.deepEqual(commandOf('printf "\\x1b[31m\\"a\\""'), ['printf', '\\x1b[31m"a"']);
    assert.deepEqual(commandOf('  '), []);
    assert.equal(commandOf('echo "open'), undefined);
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 }),
        (words) => {
          fc.pre(words[0] !== 'sh' && !words.some((word) => word.includes('\n')));
          assert.deepEqual(commandOf(commandText(words, [])), words);
        },
      ),
    );
    assert.equal(commandText(['sh', '-c', 'a && b'], []), 'a && b');
    assert.equal(commandText(['python3'], ['x y']), "python3 'x y'");
  });

  it('has variables in lines', () => {
    assert.deepEqual(variablesOf('LR=1e-4\n\n# c\nexport NAME="a b"\nE='), [
      { name: 'LR', value: '1e-4' },
      { name: 'NAME', value: 'a b' },
      { name: 'E', value: '' },
    ]);
    assert.equal(variablesOf('LR 1e-4'), undefined);
  });

  it('has a time limit in words of people', () => {
    assert.deepEqual(['4h', '90m', '1d 12h', '1.5', '2h30m', '', 'soon', '4 x'].map(minutesOf), [
      240,
      90,
      2160,
      90,
      150,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('what a job costs', () => {
  const price = (microsPerHour: number, model: string | null = null, pool: string | null = null) => ({
    microsPerHour,
    currency: 'EUR',
    model,
    pool: pool === null ? null : { id: pool },
  });
  const prices = [price(1), price(2, null, 'p'), price(3, 'A100'), price(4, 'A100', 'p'), price(5, 'CPU')];

  it('goes by the most exact price, as charges do', () => {
    const of = (pool: string, model: string) => priceOf(prices, pool, model)?.microsPerHour;
    assert.deepEqual([of('p', 'A100'), of('q', 'A100'), of('p', 'H100'), of('q', 'H100')], [4, 3, 2, 1]);
  });

  it('is the sum over its devices and its time', () => {
    assert.deepEqual(estimateOf(prices, { pool: 'p', models: ['A100', 'H100'], minutes: 90 }), {
      micros: 9,
      currency: 'EUR',
    });
    assert.equal(estimateOf(prices, { pool: 'p', models: [], minutes: 60 })?.micros, 5);
    assert.equal(estimateOf([price(1, 'A100')], { pool: 'p', models: ['H100'], minutes: 60 }), undefined);
  });
});

describe('copy as', () => {
  const input = {
    name: "it's a test",
    project: 'vision',
    pool: null,
    command: ['python3', 'train.py', '--note', "don't $PANIC"],
    gpus: { count: 2, model: 'A100', memoryGb: 40 },
    timeoutMinutes: 240,
    env: [{ name: 'LR', value: '1e-4' }],
    retry: { maxRetries: 2 },
    preemptible: true,
    description: '',
  };

  it('says the same on each face', () => {
    assert.equal(
      copyAs('cli', input, ''),
      `berth submit --name 'it'\\''s a test' --project vision --gpus 2 --model A100 --memory 40 --time 4h --preemptible --retry 2 --env LR=1e-4 -- python3 train.py --note 'don'\\''t $PANIC'`,
    );
    assert.match(
      copyAs('python', input, ''),
      /\["python3", "train.py", "--note", "don't \$PANIC"\],\n {8}name="it's a test",/,
    );
    assert.match(copyAs('python', input, ''), /preemptible=True,\n {8}retries=2,\n {8}env=\{"LR": "1e-4"\},/);
    // the command line and Python take the class as it is
    assert.match(copyAs('cli', { ...input, class: 'INFERENCE' }, ''), / --class INFERENCE /);
    assert.deepEqual(stated(input).gpus, input.gpus);
    for (const form of COPY_FORMS)
      assert.doesNotMatch(copyAs(form, input, 'http://127.0.0.1:4000'), /null|undefined/);
  });

  it('survives a shell, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: 'binary', maxLength: 10 }).filter((text) => !text.includes('\0')),
          { minLength: 1, maxLength: 4 },
        ),
        (words) => {
          const said = execFileSync('sh', ['-c', `printf '%s\\n.\\n' ${words.map(shellWord).join(' ')}`], {
            encoding: 'utf8',
          });
          assert.equal(said, words.map((word) => `${word.toWellFormed()}\n.\n`).join(''));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('gives curl the body of the request', () => {
    const shell = copyAs('curl', input, 'http://127.0.0.1:4000').replace('curl -s', 'set --');
    const said = execFileSync(
      'sh',
      ['-c', `TOKEN=t; uuidgen() { echo u; }; ${shell}; eval "printf %s \\"\\\${$#}\\""`],
      {
        encoding: 'utf8',
      },
    );
    assert.deepEqual(JSON.parse(said), stated(input));
  });
});
