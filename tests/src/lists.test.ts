import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
import { script, submit } from './platform/jobs.js';
import { createLab, type Lab } from './platform/lab.js';
import { Cli } from './platform/cli.js';
import { Platform } from './platform/platform.js';

interface Parameter {
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}
interface Schema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly $ref?: string;
}
interface Document {
  readonly paths: {
    readonly [path: string]: { readonly get?: { readonly parameters: readonly Parameter[] } };
  };
  readonly components: {
    readonly schemas: { readonly [name: string]: { readonly enum?: readonly string[] } };
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
let cli: Cli;
/** What the paths of lists name. */
let named: { readonly [path: string]: string };

beforeAll(async () => {
  platform = await Platform.start({ simulateGpus: 2 });
  lab = await createLab(platform);
  cli = await Cli.logIn(platform);
  const job = await submit(lab, script(''));
  const array = await lab.ada.api.do<{ array: { id: string } }>(
    'submitArray',
    { name: 'many', project: lab.project, ...script(''), count: 2 },
    'array { id }',
  );
  named = { jobs: job, arrays: array.array.id, pools: lab.pool, history: job, services: 'SCHEDULER' };
}, 120_000);
afterAll(() => platform.stop());

interface Body {
  readonly field?: string;
  readonly detail?: string;
  readonly items: readonly Item[];
}
interface Item {
  readonly [member: string]: unknown;
}

const get = async (path: string) => {
  const answer = await fetch(`${platform.url}${path}`, {
    headers: { authorization: `Bearer ${lab.admin.api.token}` },
  });
  return { status: answer.status, body: (await answer.json()) as Body };
};

/** What each list answers by REST, which is the same operation as in GraphQL. */
const listed = async (path: string): Promise<readonly Item[]> => {
  const { status, body } = await get(`/api/v1${path}`);
  assert.equal(status, 200, `${path}: ${body.detail ?? ''}`);
  return body.items;
};

/** The rows that a command prints. */
const rows = async (...args: readonly string[]): Promise<readonly Item[]> => {
  const { status, out, said } = await cli.run([...args, '--json']);
  assert.equal(status, 0, `${args.join(' ')}: ${said}`);
  return JSON.parse(out) as readonly Item[];
};
const valuesOf = (member: string, items: readonly Item[]) => items.map((item) => item[member]);

describe('lists', () => {
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

  it('take each of their filters and orders', async () => {
    const document = (await get('/api/v1/openapi.json')).body as unknown as Document;
    /** Whatever is right for the parameter, or nothing where only the service knows. */
    const valuesFor = ({ name = '', schema = {} }: Parameter): readonly string[] => {
      const ids: { readonly [name: string]: string } = {
        pool: lab.pool,
        project: lab.project,
        user: lab.ada.id,
      };
      const known = ids[name];
      if (known !== undefined) return [known];
      const values =
        document.components.schemas[(schema.items ?? schema).$ref?.split('/').at(-1) ?? '']?.enum;
      if (values) return values;
      if (schema.type === 'boolean') return ['true', 'false'];
      const ahead = name === 'asOf' ? 0 : 3_600_000;
      if (schema.format === 'date-time') return [new Date(Date.now() + ahead).toISOString()];
      return ['search', 'model', 'types'].includes(name) ? ['digits'] : [];
    };
    const tried = new Set<string>();
    for (const [path, { get: operation }] of Object.entries(document.paths)) {
      if (!operation?.parameters.some(({ name }) => name === 'limit') || path.includes('/logs')) continue;
      const target = path.replace(/\{\w+\}/, () => encodeURIComponent(named[path.split('/')[3] ?? ''] ?? ''));
      const query = REQUIRED.find(({ ends }) => path.endsWith(ends))?.query(lab) ?? '';
      for (const parameter of operation.parameters) {
        const { name = '' } = parameter;
        if (parameter.in !== 'query' || query.includes(`${name}=`)) continue;
        for (const value of valuesFor(parameter)) {
          const { status, body } = await get(`${target}?${query}${name}=${encodeURIComponent(value)}`);
          assert.equal(status, 200, `${path}?${name}=${value}: ${body.detail ?? ''}`);
          tried.add(`${path}?${name}`);
        }
      }
    }
    assert.ok(tried.size > 60, [...tried].join(' '));
  });

  it('come by name, by time and by state, by REST and by the command line', async () => {
    const { api } = lab.ada;
    for (const name of ['second', 'First', 'third'])
      await api.do(
        'submitWorkflow',
        { name, project: lab.project, nodes: [{ name: 'only', job: script('') }] },
        'workflow { id }',
      );
    const byName = ['First', 'second', 'third'];
    await eventually(async () => {
      assert.deepEqual(valuesOf('name', await listed('/workflows?sort=NAME')), byName);
    }, PATIENCE);
    assert.deepEqual(valuesOf('name', await rows('workflow', 'list', '--sort', 'name')), byName);
    const { project } = await api.do<{ project: { id: string } }>(
      'createProject',
      { name: 'Alpha' },
      'project { id }',
    );
    assert.deepEqual(valuesOf('name', await rows('project', 'list', '--sort', 'name')), ['Alpha', 'digits']);
    await api.do('archiveProject', { projectId: project.id }, 'project { id }');
    await eventually(async () => {
      assert.deepEqual(valuesOf('name', await rows('project', 'list', '--archived', 'yes')), ['Alpha']);
    }, PATIENCE);
    assert.deepEqual(valuesOf('name', await listed('/projects?archived=false&sort=NAME')), ['digits']);
    assert.deepEqual(valuesOf('username', await listed('/users?sort=NEWEST')), ['ada', 'root']);
    assert.deepEqual(valuesOf('username', await rows('user', 'list', '--sort', 'newest')), ['ada', 'root']);
    assert.deepEqual(valuesOf('username', await rows('user', 'list', '--created-from', '1h')), [
      'root',
      'ada',
    ]);
    const [device] = await rows('device', 'list', '--state', 'available', '--missing', 'no');
    const uuid = String(device?.['uuid']);
    assert.deepEqual(valuesOf('uuid', await rows('device', 'list', '--search', uuid)), [uuid]);
    assert.deepEqual(await rows('device', 'list', '--state', 'disabled,error'), []);
    assert.equal((await rows('grant', 'list', '--status', 'active', '--sort', 'oldest')).length, 1);
    assert.deepEqual(await rows('grant', 'list', '--status', 'revoked'), []);
    assert.deepEqual(await rows('request', 'list', '--kind', 'request', '--sort', 'newest'), []);
    const admin = await Cli.logIn(platform, 'root');
    const { status, out, said } = await admin.run([
      'join-token',
      'list',
      '--state',
      'active',
      '--json',
      'state',
    ]);
    assert.equal(status, 0, said);
    assert.ok(
      (JSON.parse(out) as readonly Item[]).every(({ state }) => state === 'ACTIVE'),
      out,
    );
  });

  it('of what has happened and what it cost are narrowed and turned round', async () => {
    const job = named['jobs'] ?? '';
    const id = encodeURIComponent(job);
    await eventually(async () => {
      assert.equal((await listed(`/charges?job=${id}`))[0]?.['to'] === null, false);
    }, PATIENCE);
    const events = valuesOf('type', await listed(`/history/${id}`));
    assert.equal(events[0], 'scheduler.job.submitted.v1');
    assert.deepEqual(valuesOf('type', await listed(`/history/${id}?sort=NEWEST`)), events.toReversed());
    const submitted = ['scheduler.job.submitted.v1'];
    assert.deepEqual(valuesOf('type', await listed(`/history/${id}?types=submitted`)), submitted);
    const user = encodeURIComponent(lab.ada.id);
    const byAda = [...submitted, 'scheduler.job.queued.v1'];
    assert.deepEqual(valuesOf('type', await listed(`/history/${id}?user=${user}`)), byAda);
    const history = await rows('job', 'history', job, '--type', 'submitted', '--user', '@me', '--from', '1h');
    assert.deepEqual(valuesOf('type', history), submitted);
    assert.deepEqual(await rows('job', 'history', job, '--until', '1h'), []);

    const charges = valuesOf('id', await rows('charges', '--sort', 'oldest'));
    assert.ok(charges.length > 1);
    assert.deepEqual(valuesOf('id', await rows('charges')), charges.toReversed());
    assert.deepEqual(await rows('charges', '--to', '1h'), []);
    assert.deepEqual(valuesOf('id', await rows('charges', '--from', '1h', '--sort', 'oldest')), charges);
    const both = await get('/api/v1/charges?month=2026-01&from=2026-01-01T00:00:00Z');
    assert.deepEqual([both.status, both.body.field], [400, 'month']);
  });

  it('of jobs are narrowed by the host of the latest run', async () => {
    const [host] = await listed('/hosts');
    const job = named['jobs'];
    const id = encodeURIComponent(String(host?.['id']));
    await eventually(async () => {
      assert.ok(valuesOf('id', await listed(`/jobs?host=${id}`)).includes(job));
    }, PATIENCE);
    const name = String(host?.['name']);
    assert.ok(valuesOf('id', await rows('jobs', '--host', name)).includes(job));
    assert.deepEqual(await listed(`/jobs?host=${id}&states=AWAITING_APPROVAL`), []);
    assert.deepEqual(await listed('/jobs?host=01ARZ3NDEKTSV4RRFFQ69G5FAV'), []);
    const all = await cli.run(['job', 'all', 'delete', '--host', name, '--search', 'no such job', '--yes']);
    assert.equal(all.status, 0, all.said);
  });

  it('of maintenance are narrowed and ordered', async () => {
    const [host] = await listed('/hosts');
    const set = (reason: string, from: string) =>
      lab.admin.api.do<{ maintenance: { id: string }[] }>(
        'setMaintenance',
        { pool: lab.pool, hosts: [{ hostId: host?.['id'] }], from, durationMinutes: 60, reason },
        'maintenance { id }',
      );
    const day = 24 * 3_600_000;
    const at = (days: number) => new Date(Date.now() + days * day).toISOString();
    await set('firmware', at(10));
    const { maintenance } = await set('a fan', at(12));
    await lab.admin.api.do('cancelMaintenance', { maintenanceId: maintenance[0]?.id }, 'maintenance { id }');
    const id = encodeURIComponent(String(host?.['id']));
    await eventually(async () => {
      assert.deepEqual(valuesOf('reason', await listed('/maintenance')), ['a fan', 'firmware']);
      assert.deepEqual(valuesOf('state', await listed(`/maintenance?host=${id}&sort=OLDEST`)), [
        'SET',
        'CANCELLED',
      ]);
    }, PATIENCE);
    assert.deepEqual(valuesOf('reason', await listed(`/maintenance?until=${at(11)}`)), ['firmware']);
    assert.deepEqual(valuesOf('reason', await rows('maintenance', 'list', '--state', 'cancelled')), [
      'a fan',
    ]);
    assert.deepEqual(
      valuesOf(
        'reason',
        await rows('maintenance', 'list', '--host', String(host?.['name']), '--sort', 'oldest'),
      ),
      ['firmware', 'a fan'],
    );
  });

  it('of usage name whom they are of', async () => {
    await eventually(async () => {
      const [user] = await listed('/usage?by=USER');
      assert.partialDeepStrictEqual(user, { user: { username: 'ada' }, project: null });
    }, PATIENCE);
    const [project] = await rows('usage', '--by', 'project');
    assert.partialDeepStrictEqual(project, { user: null, project: { name: 'digits' } });
    const table = await cli.run(['usage', '--by', 'user', '-o', 'table']);
    assert.match(table.out, /^OF .*\nada /);
  });
});
