import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { parseOptions } from './options.mjs';

describe('the options of npm start', () => {
  it('has a sensible value for each', () => {
    const { data, port, agent, simulateGpus } = parseOptions([]);
    assert.match(data, /\/data$/);
    assert.deepEqual({ port, agent, simulateGpus }, { port: 4000, agent: true, simulateGpus: 0 });
  });

  it('reads them, with a blank or an equals sign', () => {
    const spaced = parseOptions(['--data', '/d', '--port', '0', '--simulate-gpus', '2']);
    assert.deepEqual(parseOptions(['--data=/d', '--port=0', '--simulate-gpus=2']), spaced);
    assert.equal(spaced.data, '/d');
    assert.equal(spaced.simulateGpus, 2);
    assert.equal(parseOptions(['--no-agent']).agent, false);
  });

  it('knows the flags of its command only', () => {
    assert.ok(parseOptions(['--exit'], { extra: ['--exit'] }).flags.has('--exit'));
    assert.throws(() => parseOptions(['--exit']), /unknown option --exit/);
  });

  it('takes the default of its command for simulated GPUs, where there is an agent and no flag', () => {
    const simulated = (args) => parseOptions(args, { simulateGpus: 2 }).simulateGpus;
    assert.equal(simulated([]), 2);
    assert.equal(simulated(['--simulate-gpus', '0']), 0);
    assert.equal(simulated(['--no-agent']), 0);
  });

  for (const [args, message] of [
    [['--port', '99999'], /--port is 99999, but must be a whole number from 0 to 65535/],
    [['--port', '4e3'], /--port is 4e3/],
    [['--port', '-1'], /--port is -1/],
    [['--data'], /--data requires a value/],
    [['--simulate-gpus', '65'], /from 0 to 64/],
    [['--no-agent', '--simulate-gpus', '1'], /requires the agent/],
    [['5000'], /unknown option 5000/],
  ]) {
    it(`refuses ${args.join(' ')}`, () => {
      assert.throws(() => parseOptions(args), message);
    });
  }

  it('says what to do when npm took an option for its own', () => {
    process.env.npm_config_port = '5000';
    onTestEnd(() => delete process.env.npm_config_port);
    assert.throws(() => parseOptions([]), /npm has consumed --port: put -- before the options/);
  });
});
