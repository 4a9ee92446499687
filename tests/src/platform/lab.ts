import { eventually } from '@berth/testing/eventually';
import type { Api } from './api.js';
import type { Platform } from './platform.js';

export interface Person {
  readonly api: Api;
  readonly id: string;
  readonly username: string;
}

/** A platform in use: its first user and admin, a member with a project and a grant, and the pool of the local agent. */
export interface Lab {
  readonly admin: Person;
  readonly ada: Person;
  readonly project: string;
  readonly pool: string;
}

export interface Nodes<T> {
  readonly edges: readonly { readonly node: T }[];
}
export const nodesOf = <T>(connection: Nodes<T>): T[] => connection.edges.map(({ node }) => node);

export const PASSWORD = 'correct horse battery';
/** Other services receive events within milliseconds; on a busy machine it may take longer. */
const PROPAGATION_TIMEOUT_MS = 20_000;

export async function register(platform: Platform, username: string): Promise<Person> {
  const registered = await platform.api.do<{ accessToken: string; user: { id: string } }>(
    'register',
    { username, email: `${username}@example.org`, password: PASSWORD },
    'accessToken user { id }',
  );
  return { api: platform.api.as(registered.accessToken), id: registered.user.id, username };
}

export async function logIn(platform: Platform, username: string): Promise<Person> {
  const entered = await platform.api.do<{ accessToken: string; user: { id: string } }>(
    'login',
    { login: username, password: PASSWORD },
    'accessToken user { id }',
  );
  return { api: platform.api.as(entered.accessToken), id: entered.user.id, username };
}

/** @param approval whether jobs of the pool must be approved */
export async function createLab(platform: Platform, { approval = false, online = true } = {}): Promise<Lab> {
  const admin = await register(platform, 'root');
  const ada = await register(platform, 'ada');
  const { pools } = await admin.api.ask<{ pools: Nodes<{ id: string; name: string }> }>(
    '{ pools { edges { node { id name } } } }',
  );
  const pool = nodesOf(pools).find(({ name }) => name === 'default')?.id;
  if (pool === undefined) throw new Error('there is no pool "default"');
  await admin.api.do('updatePool', { poolId: pool, approval }, 'pool { id }');
  await admin.api.do('setPrice', { model: 'CPU', microsPerHour: 3_600_000_000 }, 'price { id }');
  const { project } = await admin.api.do<{ project: { id: string } }>(
    'createProject',
    { name: 'digits', leadId: ada.id },
    'project { id }',
  );
  // the last event: who has the grant has the pool's policy
  await admin.api.do('createGrant', { userId: ada.id, poolId: pool }, 'grant { id }');
  if (online) await untilOnline(admin.api);
  const lab = { admin, ada, project: project.id, pool };
  await untilAdmitted(lab);
  return lab;
}

export const untilOnline = (api: Api, timeoutMs = 45_000): Promise<string> =>
  eventually(
    async () => {
      const { hosts } = await api.ask<{ hosts: Nodes<{ id: string; status: string }> }>(
        '{ hosts { edges { node { id status } } } }',
      );
      const host = nodesOf(hosts).find(({ status }) => status === 'ONLINE');
      if (!host) throw new Error('no host is online');
      return host.id;
    },
    { timeoutMs, everyMs: 100 },
  );

/** Until the scheduler knows project, member and grant: it then refuses a job for its shape, not for the lack of them. */
async function untilAdmitted({ ada, project }: Lab): Promise<void> {
  await eventually(
    async () => {
      const outcome = await ada.api.tryTo<{ code?: string }>(
        'submitJob',
        { name: 'no command', project },
        'job { id }',
      );
      if (outcome.code !== 'VALIDATION_FAILED' && outcome.code !== 'CAN_NEVER_RUN')
        throw new Error(`the scheduler says ${JSON.stringify(outcome)}`);
    },
    { timeoutMs: PROPAGATION_TIMEOUT_MS, everyMs: 50 },
  );
}
