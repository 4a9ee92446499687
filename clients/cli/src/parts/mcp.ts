import { fromJsonSchema, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { ToolAnswer } from '../mcp/call.js';

type Arguments = { readonly [name: string]: unknown };

export interface ServedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: { readonly [name: string]: unknown };
  readonly writes: boolean;
  readonly call: (given: Arguments) => Promise<ToolAnswer>;
}

export interface ToolServer {
  readonly name: string;
  readonly version: string;
  readonly instructions: string;
  readonly tools: readonly ServedTool[];
  readonly onError: (error: Error) => void;
}

/** Serves tools over the Model Context Protocol on standard input and output, until the input ends. */
export async function serveTools(served: ToolServer): Promise<void> {
  const { name, version, instructions, tools, onError } = served;
  const ended = Promise.withResolvers<void>();
  const server = (): McpServer => {
    const made = new McpServer({ name, version }, { instructions });
    for (const tool of tools) register(made, tool);
    made.server.onclose = () => ended.resolve();
    return made;
  };
  const handle = serveStdio(server, { onerror: onError });
  process.stdin.once('close', ended.resolve);
  await ended.promise;
  await handle.close();
}

function register(server: McpServer, { name, description, inputSchema, writes, call }: ServedTool): void {
  server.registerTool(
    name,
    {
      description,
      inputSchema: fromJsonSchema<Arguments>(inputSchema),
      annotations: { readOnlyHint: !writes, destructiveHint: writes, openWorldHint: false },
    },
    async (given) => {
      const { text, isError } = await call(given);
      return { content: [{ type: 'text', text }], isError };
    },
  );
}
