import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { UsageError } from '../errors.js';
import { loadFilter } from './jq.js';
import { Output } from './output.js';

const silent = (): void => undefined;

async function filtered(value: unknown, expression: string): Promise<readonly string[]> {
  return (await loadFilter(expression, silent))(value);
}

async function refusal(value: unknown, expression: string): Promise<string> {
  const error: unknown = await filtered(value, expression).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof UsageError, String(error));
  assert.equal(error.exitCode, 2);
  return error.message;
}

describe('--jq', () => {
  it('makes lines of an answer: texts as they are, all else as JSON', async () => {
    const jobs = [
      { name: 'train\n1', state: 'RUNNING', gpus: 2 },
      { name: 'سلام', state: 'QUEUED', gpus: 0 },
    ];
    assert.deepEqual(await filtered(jobs, '.[].name'), ['train\n1', 'سلام']);
    assert.deepEqual(await filtered(jobs, '(map(.gpus) | add), .[0]'), ['2', JSON.stringify(jobs[0])]);
    assert.deepEqual(await filtered(jobs, '"", null, 1.50, false'), ['', 'null', '1.50', 'false']);
    assert.deepEqual(await filtered(jobs, '.[] | select(.state == "FAILED")'), []);
    assert.deepEqual(await filtered(null, '.'), ['null']);
    assert.deepEqual(await filtered('text', '-1, length'), ['-1', '4']);
  });

  it('names what is wrong with an expression, and where, before there is an answer', async () => {
    await assert.rejects(loadFilter('.[', silent), /--jq: syntax error, .* at line 1, column 2:\n {4}\.\[\n/);
    await assert.rejects(loadFilter('.a\n| foo(1)', silent), /foo\/1 is not defined at line 2, column 3:/);
    await assert.rejects(loadFilter('', silent), /--jq: .*program not given/);
    await assert.rejects(loadFilter('--version', silent), /--jq: .*version\/0 is not defined/);
    assert.match(await refusal({ a: 1 }, '.[0]'), /^--jq: Cannot index object with number/);
    assert.equal(await refusal(1, 'error("no such thing")'), '--jq: no such thing');
    assert.equal(await refusal(1, '"" | halt_error(3)'), '--jq: ended with status 3');
  });

  it('hands on what the expression says beside its values', async () => {
    const said: string[] = [];
    const filter = await loadFilter('debug | .a', (line) => said.push(line));
    assert.deepEqual(filter({ a: 'x' }), ['x']);
    assert.deepEqual(said, ['["DEBUG:",{"a":"x"}]']);
  });

  it('sees the fields of --json alone, of lists and of what comes by and by', async () => {
    let out = '';
    const output = new Output(
      { kind: 'json', fields: ['name'], looks: { utc: true }, colour: false, quiet: false },
      (text) => (out += text),
      silent,
    );
    output.filterBy(await loadFilter('if type == "array" then .[] else . end', silent));
    await output.list([{ name: 'a', state: 'RUNNING' }], { name: 'name', columns: [] });
    output.row({ name: 'b', state: 'QUEUED' });
    assert.equal(out, '{"name":"a"}\n{"name":"b"}\n');
  });
});
