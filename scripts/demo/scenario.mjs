import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Api } from './api.mjs';
import { charges, history } from './charges-and-history.mjs';
import { collide, decide, release, request, submitInReservation } from './reservation.mjs';
import { approve, follow, submit } from './job.mjs';
import { logIns } from './demo-accounts.mjs';
import { enter, logIn } from './people.mjs';
import { admit, describeHost, describeIsolation, findPool, setPrices } from './pool-setup.mjs';
import { runStep } from './run-step.mjs';
import { threeWays } from './three-ways.mjs';
import * as workflow from './workflow.mjs';

const RECIPE = fileURLToPath(new URL('../../recipes/train-digits/dist/main.js', import.meta.url));
const EPOCHS = 6;

/** Berth from registration to the bill, a reservation and a workflow, through the public API only, a line a step. */
async function scenario(url, data) {
  const anonymous = new Api(url);
  const people = logIns(data);
  console.log(`\nTraining job, through the API at ${url}/graphql\n`);

  const admin = await runStep('the first user registers', () => enterAsAdmin(anonymous, people.admin));
  const member = await runStep('a member registers', () => enterAsMember(anonymous, admin, people.member));

  const pool = await runStep('waiting for a host to join', async () => {
    const found = await findPool(admin.api);
    const lines = found.hosts.flatMap(describeIsolation);
    return { did: found.hosts.map(describeHost).join('; '), result: found, lines };
  });
  await runStep('setting up the pool', async () => {
    await admin.api.do('updatePool', { poolId: pool.id, approval: true }, 'pool { id }');
    const prices = await setPrices(admin.api, pool);
    return { did: `pool "${pool.name}" requires approval, and has prices: ${prices.join(', ')} an hour` };
  });
  const project = await runStep('admitting the member', async () => {
    const admitted = await admit(admin, member, pool);
    return {
      did: `${member.user.username} has a grant for it, and the project "${admitted.name}"`,
      result: admitted,
    };
  });

  const job = await runStep('submitting', () =>
    submit(member.api, { pool, project, command: ['node', RECIPE, '--epochs', String(EPOCHS)] }),
  );
  await runStep('approving', () => approve(admin, job));
  await runStep('training', () => follow(member.api, job));

  await runStep('the charges', () => charges(member.api, job));
  await runStep('the history', () => history(member.api, job));
  if (hasDevices(pool)) await book({ admin, member, pool, project });
  await runWorkflow({ admin, member, pool, project });
  console.log(ending(url, people, { pool, project }));
}

/** A device reserved for a window: asked for, decided on, used, and given back. */
async function book({ admin, member, pool, project }) {
  console.log('\nReservation\n');
  const asked = await runStep('requesting a device', () => request(member.api, { pool, project }));
  const reservation = await runStep('deciding', () => decide(admin, member, asked));
  await runStep('colliding', () => collide(admin, { project, pool, reservation }));
  await runStep('using the reservation', () => submitInReservation(member.api, { project, reservation }));
  await runStep('releasing it', () => release(member.api, reservation));
}

/** Jobs that depend on each other; the pool no longer requires approval, as each of them would have to be approved. */
async function runWorkflow({ admin, member, pool, project }) {
  console.log('\nWorkflow\n');
  await runStep('removing the approval', async () => {
    await admin.api.do('updatePool', { poolId: pool.id, approval: false }, 'pool { id }');
    return { did: `pool "${pool.name}" no longer requires approval` };
  });
  await runStep('submitting a workflow with a cycle', () => workflow.refuse(member.api, { pool, project }));
  const submitted = await runStep('submitting the workflow', () =>
    workflow.submit(member.api, { pool, project, recipe: RECIPE }),
  );
  await runStep('running the workflow', () => workflow.follow(member.api, submitted));
}

const hasDevices = ({ hosts }) =>
  hosts.some(({ devices }) => devices.some(({ state }) => state === 'AVAILABLE'));

async function enterAsAdmin(anonymous, person) {
  const entered = await enter(anonymous, person);
  if (entered.user.role !== 'ADMIN') {
    throw new Error(
      'this data folder already has another first user; run the demonstration on its own data: --data DIR',
    );
  }
  const did = entered.isNew
    ? `${person.username} registers; the first user is admin`
    : `${person.username} logs in; the first user, admin, registered earlier`;
  return { did, result: entered };
}

async function enterAsMember(anonymous, admin, person) {
  const entered = await enter(anonymous, person);
  if (!entered.isNew) return { did: `${person.username} logs in; registered earlier`, result: entered };
  if (!entered.needsActivation)
    return { did: `${person.username} registers, and is a ${entered.user.role}`, result: entered };
  await admin.api.do('activateUser', { userId: entered.user.id }, 'user { id }');
  const active = await logIn(anonymous, person.username, person.password);
  return {
    did: `${person.username} registers, and ${admin.user.username} activates the account`,
    result: active,
  };
}

function ending(url, { admin, member }, { pool, project }) {
  const ways = threeWays(url, {
    name: 'train-digits',
    project: project.name,
    gpus: hasDevices(pool) ? 1 : 0,
    command: ['node', RECIPE, '--epochs', String(EPOCHS)],
  });
  const lines = Object.entries(ways).map(([way, line]) => `  ${way.padEnd(8)}  ${line}`);
  return `
The training job again, by yourself

${lines.join('\n')}

Try it

  console   ${url}/
  GraphQL   ${url}/graphql
  REST      ${url}/docs
  berth     curl -fsS ${url}/cli/install.sh | sh
  Python    ${url}/python/
  admin     ${admin.username}  ${admin.password}
  member    ${member.username.padEnd(admin.username.length)}  ${member.password}
`;
}

const { BERTH_URL: url, BERTH_DATA: data } = process.env;
try {
  if (!url || !data)
    throw new Error(
      'BERTH_URL and BERTH_DATA must be set to the address and data folder of Berth; npm run demo sets them',
    );
  await scenario(url, data);
} catch (error) {
  console.error(`✗ ${error.message}`);
  if (data) console.error(`  the logs of all processes are in ${join(data, 'logs')}`);
  process.exitCode = 1;
}
