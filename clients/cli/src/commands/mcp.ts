import { fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { UsageError } from '../errors.js';
import { REST } from '../http/api.js';
import type { Invocation } from '../invocation.js';
import { callTool } from '../mcp/call.js';
import type { OpenApi } from '../mcp/openapi.js';
import { groupsOf, toolsOf, type ApiTool } from '../mcp/tools.js';
import { VERSION } from '../version.js';

const INSTRUCTIONS =
  'Berth shares GPUs: jobs are queued and run, devices are reserved, usage is charged. Ids and names are taken alike where a description says so. Lists are paged: `cursor` takes the `next` of the page before. Times are ISO 8601.';

/**
 * A server of the Model Context Protocol on standard input and output, with the rights of who is logged in. Its tools
 * are the operations of the gateway that it talks to, as its OpenAPI document has them.
 */
export async function run(invocation: Invocation): Promise<void> {
  const { api } = invocation;
  const document = await api.get<OpenApi>('/openapi.json');
  const groups = (invocation.options['only'] as readonly string[] | undefined) ?? [];
  const known = groupsOf(document);
  for (const group of groups)
    if (!known.some((each) => each.toLowerCase() === group.toLowerCase()))
      throw new UsageError(`--only: there is no group "${group}"; use ${known.join(', ')}`);
  const tools = toolsOf(document, { writes: invocation.flag('allowWrites'), groups });
  // before any of it is offered: a client shows what is wrong with the log-in at once
  await api.get('/me');
  const ended = Promise.withResolvers<void>();
  const server = (): McpServer => {
    const made = new McpServer({ name: 'berth', version: VERSION }, { instructions: INSTRUCTIONS });
    for (const tool of tools) register(made, tool, api);
    made.server.onclose = () => ended.resolve();
    return made;
  };
  const handle = serveStdio(server, {
    onerror: (error) => invocation.around.stderr(`berth: ${error.message}\n`),
  });
  process.stdin.once('close', ended.resolve);
  await ended.promise;
  await handle.close();
}

function register(server: McpServer, tool: ApiTool, api: Invocation['api']): void {
  server.registerTool(
    tool.name,
    {
      description: `${tool.description} (${tool.method} ${tool.path.slice(REST.length)})`,
      inputSchema: fromJsonSchema<{ readonly [name: string]: unknown }>(tool.inputSchema),
      annotations: {
        readOnlyHint: !tool.writes,
        destructiveHint: tool.writes && tool.method !== 'GET',
        openWorldHint: false,
      },
    },
    async (given) => {
      const { text, isError } = await callTool(api, tool, given);
      return { content: [{ type: 'text', text }], isError };
    },
  );
}
