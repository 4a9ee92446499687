import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { script, submit } from '../platform/jobs.js';
import { createLab, type Lab } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';

interface Parameter {
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly schema?: { readonly maximum?: number };
}
interface Document {
  readonly paths: {
    readonly [path: string]: { readonly get?: { readonly parameters: readonly Parameter[] } };
  };
}

const PATIENCE = { timeoutMs: 20_000, everyMs: 100 };

/** Without which a list is refused. */
const REQUIRED = [
  { ends: '/search', query: () => 'text=a&' },
  { ends: '/availability', query: (of: Lab) => `pool=${encodeURIComponent(of.pool)}&durationMinutes=60&` },
];

let platform: Platform;
let lab: Lab;
/** What the paths of lists name. */
let named: { readonly [path: string]: string };

beforeAll(async () => {
  platform = await Platform.start({ simulateGpus: 2 });
  lab = await createLab(platform);
  const job = await submit(lab, script(''));
  const array = await lab.ada.api.do<{ array: { id: string } }>(
    'submitArray',
    { name: 'many', project: lab.project, ...script(''), count: 2 },
    'array { id }',
  );
  named = { jobs: job, arrays: array.array.id, pools: lab.pool, history: job, services: 'SCHEDULER' };
}, 120_000);
afterAll(() => platform.stop());

const get = async (path: string) => {
  const answer = await fetch(`${platform.url}${path}`, {
    headers: { authorization: `Bearer ${lab.admin.api.token}` },
  });
  return { status: answer.status, body: (await answer.json()) as { field?: string; detail?: string } };
};

describe('lists by REST', () => {
  it('answer the largest page that the OpenAPI document names, and no larger one', async () => {
    const document = (await get('/api/v1/openapi.json')).body as unknown as Document;
    let lists = 0;
    for (const [path, { get: operation }] of Object.entries(document.paths)) {
      const limit = operation?.parameters.find(({ name }) => name === 'limit');
      if (!limit) continue;
      const max = limit.schema?.maximum ?? 0;
      assert.ok(max >= 20 && max <= 2000, `${path} documents ${max}`);
      const target = path.replace(/\{\w+\}/, () => encodeURIComponent(named[path.split('/')[3] ?? ''] ?? ''));
      const query = REQUIRED.find(({ ends }) => path.endsWith(ends))?.query(lab) ?? '';
      // The scheduler may know the devices a moment later than inventory.
      await eventually(async () => {
        const page = await get(`${target}?${query}limit=${max}`);
        assert.equal(page.status, 200, `${path}: ${page.body.detail ?? ''}`);
      }, PATIENCE);
      const larger = await get(`${target}?${query}limit=${max + 1}`);
      assert.deepEqual([larger.status, larger.body.field], [400, 'limit'], path);
      lists += 1;
    }
    assert.ok(lists > 20, String(lists));
  });
});
