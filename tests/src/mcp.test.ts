import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { BERTH, Cli } from './platform/cli.js';
import { createLab, type Lab } from './platform/lab.js';
import { untilState } from './platform/jobs.js';
import { Platform } from './platform/platform.js';

let platform: Platform;
let lab: Lab;
let cli: Cli;

beforeAll(async () => {
  platform = await Platform.start();
  lab = await createLab(platform);
  cli = await Cli.logIn(platform);
});
afterAll(() => platform.stop());

async function served<T>(args: readonly string[], use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [BERTH, 'mcp', ...args],
    env: { ...(process.env as { [name: string]: string }), BERTH_CONFIG: cli.config },
  });
  await client.connect(transport);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

async function call(client: Client, name: string, given: { [argument: string]: unknown } = {}) {
  const { content, isError } = (await client.callTool({ name, arguments: given })) as {
    readonly content: readonly { readonly text: string }[];
    readonly isError?: boolean;
  };
  return { text: content[0]?.text ?? '', isError: isError === true };
}

describe('berth mcp', () => {
  it('reads with the rights of who is logged in, and offers nothing that changes', async () => {
    await served([], async (client) => {
      const { tools } = await client.listTools();
      assert.ok(tools.some(({ name }) => name === 'whyPending'));
      assert.ok(!tools.some(({ name }) => ['submitJob', 'login', 'createApiToken'].includes(name)));
      assert.ok(tools.every(({ annotations }) => annotations?.readOnlyHint === true));
      const me = JSON.parse((await call(client, 'viewer')).text) as { readonly username: string };
      assert.equal(me.username, 'ada');
      const none = await call(client, 'job', { id: '0R5N9RT0NJCF5XZ1CS76QH4N3Z' });
      assert.equal(none.isError, true);
      assert.match(none.text, /NOT_FOUND/);
    });
  });

  it('submits a job where it is allowed to, after a dry run that changes nothing', async () => {
    const job = {
      name: 'by-tool',
      project: lab.project,
      command: ['/bin/sh', '-c', 'echo seen by a tool'],
      externalId: 'tool-1',
    };
    await served(['--allow-writes', '--only', 'jobs'], async (client) => {
      const dry = await call(client, 'submitJob', job);
      assert.match(dry.text, /"wouldSend":\{"method":"POST","path":"\/api\/v1\/jobs"/);
      const before = JSON.parse((await call(client, 'jobs', { search: 'by-tool' })).text) as {
        readonly items: readonly unknown[];
      };
      assert.equal(before.items.length, 0);
      const done = await call(client, 'submitJob', { ...job, dryRun: false });
      assert.equal(done.isError, false, done.text);
      const { id } = JSON.parse(done.text) as { readonly id: string };
      await untilState(lab.ada.api, id, ['SUCCEEDED']);
      const logs = await call(client, 'jobLogs', { id });
      assert.match(logs.text, /seen by a tool/);
      const wrong = await call(client, 'submitJob', { ...job, priority: 'high' });
      assert.equal(wrong.isError, true);
      assert.match(wrong.text, /priority/);
    });
  });

  it('says which groups there are where another is named', async () => {
    const { status, said } = await cli.run(['mcp', '--only', 'Jbos']);
    assert.equal(status, 2);
    assert.match(said, /--only: there is no group "Jbos"; use Session, Users/);
  });
});
