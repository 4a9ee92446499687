import { CliError, Refused } from '../errors.js';
import type { Api, Query } from '../http/api.js';
import type { ApiTool } from './tools.js';

export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
}

/** Longer answers would fill what a model can read at once. */
const MAX_ANSWER_CHARACTERS = 100_000;

type Arguments = { readonly [name: string]: unknown };

/** Sends what a tool stands for. A refusal is an answer too: the model reads it, and can do better. */
export async function callTool(
  api: Pick<Api, 'json'>,
  tool: ApiTool,
  { dryRun, ...given }: Arguments,
): Promise<ToolAnswer> {
  const path = tool.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(textOf(given[name])));
  const query = Object.fromEntries(
    tool.inQuery.flatMap((name) => (given[name] == null ? [] : [[name, given[name]]])),
  ) as Query;
  const inBody = Object.entries(given).filter(
    ([name]) => !tool.inPath.includes(name) && !tool.inQuery.includes(name),
  );
  const sends = tool.method !== 'GET' && tool.method !== 'DELETE';
  const body = sends ? { body: Object.fromEntries(inBody) } : {};
  if (tool.writes && dryRun !== false)
    return answer({ dryRun: true, wouldSend: { method: tool.method, path, query, ...body } });
  try {
    const result = await api.json<unknown>(tool.method, path, { query, ...body });
    return answer(result === undefined ? { done: true } : result);
  } catch (error) {
    if (error instanceof Refused) return { text: JSON.stringify(error.problem), isError: true };
    if (error instanceof CliError) return { text: error.message, isError: true };
    throw error;
  }
}

function answer(result: unknown): ToolAnswer {
  const text = JSON.stringify(result);
  if (text.length <= MAX_ANSWER_CHARACTERS) return { text, isError: false };
  const hint = `The answer has ${text.length} characters, more than the ${MAX_ANSWER_CHARACTERS} that are shown: ask for a smaller page (limit, cursor) or filter it.`;
  return { text: `${text.slice(0, MAX_ANSWER_CHARACTERS)}\n${hint}`, isError: true };
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
