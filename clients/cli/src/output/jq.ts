import { UsageError } from '../errors.js';
import type { JqAnswer } from '../parts/jq.js';

/** The lines that an expression makes of a value. */
export type Filter = (value: unknown) => readonly string[];

/**
 * Of `--jq`: an expression of jq. Texts are lines as they are, other values a line of JSON each, as `jq -rc` has them.
 * @param say for what the expression says on stderr, as `debug` does
 * @throws UsageError with the place, before anything is sent
 */
export async function loadFilter(expression: string, say: (line: string) => void): Promise<Filter> {
  const run = await (await import('../parts/jq.js')).jq();
  // of no value nothing is computed: what is wrong is the expression
  check(run('', expression));
  return (value) => {
    const answer = run(JSON.stringify(value ?? null), expression);
    check(answer);
    if (answer.stderr !== '') say(answer.stderr);
    return answer.stdout === '' ? [] : answer.stdout.split('\n').map(asText);
  };
}

const asText = (json: string): string => (json.startsWith('"') ? (JSON.parse(json) as string) : json);

function check({ exitCode, stderr }: JqAnswer): void {
  if (exitCode === 0) return;
  const said = stderr
    .split('\n')
    .filter((line) => !/^jq: \d+ compile errors?$/.test(line))
    .map((line) => line.replace(/^jq: error:? ?(\(at [^)]*\))?:? ?/, '').replace(' at <top-level>,', ' at'))
    .join('\n');
  throw new UsageError(`--jq: ${said.trim() === '' ? `ended with status ${exitCode}` : said.trimEnd()}`);
}
