import { exitCodeOf } from '@berth/cli/exit-codes';
import { TYPE_OF_CODE } from '@berth/gateway/graphql/errors';
import { PROBLEM_TEXTS } from '@berth/gateway/rest/problem-pages.route';
import { statusOf } from '@berth/gateway/rest/problems';
import { VALIDATION_RULES } from '@berth/service-host/validation-rules';

const types: { readonly [code: string]: string } = TYPE_OF_CODE;

/** The page of docs/reference: every code of a refusal, on every face. */
export function problemsPage(): string {
  const codes = Object.entries(PROBLEM_TEXTS).map(([code, meaning]) => {
    const status = statusOf(code);
    const type = types[code] === undefined ? 'an error' : `\`${types[code]}\``;
    return `| \`${code}\` | ${meaning} | ${status} | ${type} | ${exitCodeOf(code, status)} |`;
  });
  const rules = Object.entries(VALIDATION_RULES).map(([rule, meaning]) => `| \`${rule}\` | ${meaning} |`);
  return `# Refusals

What is refused has changed nothing. It has a \`code\` for programs, a \`message\` for people (\`detail\` in REST), the \`field\` that is wrong where there is one, and \`details\`: every number of the message by a name, so that a client can say it in another language. \`type\` of REST's problem details leads to \`/problems/<code>\` of the gateway, which has the text below.

| code | what it means, and what to do | HTTP | GraphQL | \`berth\` ends with |
| --- | --- | --- | --- | --- |
${codes.join('\n')}

The exceptions of the Python client have the names of the GraphQL types.

## What is wrong with an input

\`details.problems\` of \`VALIDATION_FAILED\` lists up to 20 problems, each with its \`field\`, \`message\`, \`rule\` and the numbers of it. The first of them is the refusal's own.

| rule | what it means |
| --- | --- |
${rules.join('\n')}`;
}
