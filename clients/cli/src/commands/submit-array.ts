import { UsageError } from '../errors.js';
import type { Invocation } from '../invocation.js';
import { plainId, type Item } from '../output/view.js';
import { ARRAY } from '../output/workflow.views.js';
import { readText } from '../rest/values.js';
import type { Submission } from '../submission.js';
import { parseCsv } from '../csv.js';

/** `--array 10`, or `--each params.csv`. */
export async function submitArray(invocation: Invocation, submission: Submission): Promise<void> {
  const [count, each] = [invocation.text('array'), invocation.text('each')];
  if (count !== undefined && each !== undefined)
    throw new UsageError('--array: --each has a job for each line already; give one of the two');
  const size = each === undefined ? { count: countOf(count ?? '') } : { parameters: parametersOf(each) };
  const array = await invocation.api.post<Item>('/arrays', { ...submission, ...size });
  const { output } = invocation;
  if (!output.isForPeople) return output.one(array, ARRAY);
  output.line(plainId(array['id']));
  output.say(
    `array of ${String(array['size'])}; berth array show ${plainId(array['id'])} says where its jobs are`,
  );
}

function countOf(text: string): number {
  if (!/^[1-9]\d*$/.test(text))
    throw new UsageError(`--array: "${text}" is not a whole number above 0; write for example 10`);
  return Number(text);
}

function parametersOf(path: string): readonly { env: readonly { name: string; value: string }[] }[] {
  const [names, ...rows] = parseCsv(readText(path, '--each'));
  if (!names || rows.length === 0)
    throw new UsageError(`--each: ${path} must have a line of names, and a line for each job`);
  const wrong = names.find((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  if (wrong !== undefined)
    throw new UsageError(
      `--each: ${path}: "${wrong}" in the first line is no name of a variable, such as LR`,
    );
  return rows.map((row, index) => {
    if (row.length !== names.length)
      throw new UsageError(
        `--each: ${path}: line ${index + 2} has ${row.length} values, and must have ${names.length}`,
      );
    return { env: names.map((name, at) => ({ name, value: row[at] ?? '' })) };
  });
}
