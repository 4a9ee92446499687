import { UsageError } from '../errors.js';
import { REST } from '../http/api.js';
import type { Invocation } from '../invocation.js';
import { callTool } from '../mcp/call.js';
import type { OpenApi } from '../mcp/openapi.js';
import { groupsOf, toolsOf } from '../mcp/tools.js';
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
  const { serveTools } = await import('../parts/mcp.js');
  await serveTools({
    name: 'berth',
    version: VERSION,
    instructions: INSTRUCTIONS,
    tools: tools.map((tool) => ({
      name: tool.name,
      description: `${tool.description} (${tool.method} ${tool.path.slice(REST.length)})`,
      inputSchema: tool.inputSchema,
      writes: tool.writes,
      call: (given) => callTool(api, tool, given),
    })),
    onError: (error) => invocation.around.stderr(`berth: ${error.message}\n`),
  });
}
