import { until } from './run-step.mjs';

const POOL_NAME = 'default';
const PROJECT_NAME = 'digits';
/** In millionths of the currency, an hour. */
const PRICE_OF_CPU = 500_000;
const PRICE_OF_GPU = 2_500_000;
/** A host joins within seconds; its first start on a busy machine may take longer. */
const HOST_TIMEOUT_MS = 45_000;

const nodes = (connection) => connection.edges.map(({ node }) => node);

/** The pool that the launcher's agent joins, with its hosts once one of them is online. */
export async function findPool(api) {
  const { pools } = await api.ask('{ pools(first: 200) { edges { node { id name approval } } } }');
  const pool = nodes(pools).find(({ name }) => name === POOL_NAME);
  if (!pool) throw new Error(`there is no pool "${POOL_NAME}"; it may have been renamed`);
  const hosts = await until(
    `a host joining the pool "${POOL_NAME}" (without --no-agent, this machine's agent)`,
    async () => {
      const answer = await api.ask(
        `query ($pool: ID!) { hosts(pool: $pool) { edges { node {
           id name status facts { cpuCores memoryMiB isolation } devices { uuid model state missing simulated } } } } }`,
        { pool: pool.id },
      );
      const online = nodes(answer.hosts)
        .filter((host) => host.status === 'ONLINE' && host.facts)
        .map((host) => ({ ...host, devices: host.devices.filter(({ missing }) => !missing) }));
      return online.length > 0 ? online : undefined;
    },
    { timeoutMs: HOST_TIMEOUT_MS },
  );
  return { ...pool, hosts };
}

export function describeHost({ name, facts, devices }) {
  const memory = `${Math.round(facts.memoryMiB / 1024)} GiB`;
  const gpus = devices.map(({ model, simulated }) =>
    simulated && !/simulated/i.test(model) ? `${model} (simulated)` : model,
  );
  return `host ${name} is online: ${facts.cpuCores} cores, ${memory}, ${gpus.join(' + ') || 'no GPU: CPU only'}`;
}

/** How jobs are held apart there. */
export const describeIsolation = ({ facts }) => (facts.isolation ? [`jobs     ${facts.isolation}`] : []);

/** Sets what has no price yet; a second run finds them all. */
export async function setPrices(api, pool) {
  const models = pool.hosts.flatMap(({ devices }) => devices.map(({ model }) => model));
  const wanted = new Map([['CPU', PRICE_OF_CPU], ...models.map((model) => [model, PRICE_OF_GPU])]);
  const { prices } = await api.ask(
    'query { prices(first: 200) { edges { node { model microsPerHour currency pool { id } } } } }',
  );
  const set = [];
  for (const [model, microsPerHour] of wanted) {
    const known = nodes(prices).find((price) => price.model === model && price.pool === null);
    const price =
      known ??
      (await api.do('setPrice', { model, microsPerHour }, 'price { model microsPerHour currency }')).price;
    set.push(`${price.model} ${(price.microsPerHour / 1e6).toFixed(2)} ${price.currency}`);
  }
  return set;
}

/** A project of the member's own, and a grant for the pool; those of last time where they are there. */
export async function admit(admin, member, pool) {
  const { projects } = await admin.api.ask(
    'query ($search: String) { projects(first: 200, search: $search) { edges { node { id name members { user { id } } } } } }',
    { search: PROJECT_NAME },
  );
  const known = nodes(projects).find(({ name }) => name === PROJECT_NAME);
  const project =
    known ??
    (
      await admin.api.do(
        'createProject',
        { name: PROJECT_NAME, description: 'Handwritten digits', leadId: member.user.id },
        'project { id name members { user { id } } }',
      )
    ).project;
  if (!project.members.some(({ user }) => user?.id === member.user.id)) {
    await admin.api.do('addMember', { projectId: project.id, userId: member.user.id }, 'project { id }');
  }
  const { grants } = await admin.api.ask(
    'query ($user: ID, $pool: ID) { grants(user: $user, pool: $pool) { edges { node { id status } } } }',
    { user: member.user.id, pool: pool.id },
  );
  if (!nodes(grants).some(({ status }) => status === 'ACTIVE')) {
    await admin.api.do('createGrant', { userId: member.user.id, poolId: pool.id }, 'grant { id }');
  }
  return project;
}
