import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Api } from './api.mjs';
import { charges, history } from './aftermath.mjs';
import { collide, decide, release, request, useIt } from './booking.mjs';
import { approve, follow, submit } from './job.mjs';
import { logIns } from './log-ins.mjs';
import { enter, logIn } from './people.mjs';
import { admit, describeHost, describeIsolation, findPool, setPrices } from './place.mjs';
import { tell } from './story.mjs';
import * as workflow from './workflow.mjs';

const RECIPE = fileURLToPath(new URL('../../recipes/train-digits/dist/main.js', import.meta.url));
const EPOCHS = 6;

/** Berth from registration to the bill, a booking and a workflow, through the public API only, a line a step. */
async function scenario(url, data) {
  const nobody = new Api(url);
  const people = logIns(data);
  console.log(`\nThe main job, by the API at ${url}/graphql\n`);

  const admin = await tell('the first user registers', () => enterAsAdmin(nobody, people.admin));
  const member = await tell('a member registers', () => enterAsMember(nobody, admin, people.member));

  const pool = await tell('waiting for a host to join', async () => {
    const found = await findPool(admin.api);
    const lines = found.hosts.flatMap(describeIsolation);
    return { did: found.hosts.map(describeHost).join('; '), result: found, lines };
  });
  await tell('setting the pool up', async () => {
    await admin.api.do('updatePool', { poolId: pool.id, approval: true }, 'pool { id }');
    const prices = await setPrices(admin.api, pool);
    return { did: `pool "${pool.name}" asks for approval, and has its prices: ${prices.join(', ')} an hour` };
  });
  const project = await tell('admitting the member', async () => {
    const admitted = await admit(admin, member, pool);
    return {
      did: `${member.user.username} has a grant for it, and the project "${admitted.name}"`,
      result: admitted,
    };
  });

  const job = await tell('submitting', () =>
    submit(member.api, { pool, project, command: ['node', RECIPE, '--epochs', String(EPOCHS)] }),
  );
  await tell('approving', () => approve(admin, job));
  await tell('training', () => follow(member.api, job));

  await tell('the charges', () => charges(member.api, job));
  await tell('the history', () => history(member.api, job));
  if (hasDevices(pool)) await book({ admin, member, pool, project });
  await runWorkflow({ admin, member, pool, project });
  console.log(ending(url, people));
}

/** A device booked for a window: asked for, decided on, used, and given back. */
async function book({ admin, member, pool, project }) {
  console.log('\nA booking\n');
  const asked = await tell('asking for a device', () => request(member.api, { pool, project }));
  const booking = await tell('deciding', () => decide(admin, member, asked));
  await tell('colliding', () => collide(admin, { project, pool, booking }));
  await tell('using the booking', () => useIt(member.api, { project, booking }));
  await tell('giving it back', () => release(member.api, booking));
}

/** Jobs that depend on each other; the pool no longer asks, as each of them would have to be approved. */
async function runWorkflow({ admin, member, pool, project }) {
  console.log('\nA workflow\n');
  await tell('asking no longer', async () => {
    await admin.api.do('updatePool', { poolId: pool.id, approval: false }, 'pool { id }');
    return { did: `pool "${pool.name}" asks for approval no longer` };
  });
  await tell('going in circles', () => workflow.refuse(member.api, { pool, project }));
  const submitted = await tell('submitting the workflow', () =>
    workflow.submit(member.api, { pool, project, recipe: RECIPE }),
  );
  await tell('running the workflow', () => workflow.follow(member.api, submitted));
}

const hasDevices = ({ hosts }) =>
  hosts.some(({ devices }) => devices.some(({ state }) => state === 'AVAILABLE'));

async function enterAsAdmin(nobody, person) {
  const entered = await enter(nobody, person);
  if (entered.user.role !== 'admin') {
    throw new Error(
      'somebody else was the first user of this data; the demonstration wants an installation of its own: --data DIR',
    );
  }
  const did = entered.isNew
    ? `${person.username} registers; the first user is admin`
    : `${person.username} logs in; the first user, admin, registered earlier`;
  return { did, result: entered };
}

async function enterAsMember(nobody, admin, person) {
  const entered = await enter(nobody, person);
  if (!entered.isNew) return { did: `${person.username} logs in; registered earlier`, result: entered };
  if (!entered.awaitsActivation)
    return { did: `${person.username} registers, and is a ${entered.user.role}`, result: entered };
  await admin.api.do('activateUser', { userId: entered.user.id }, 'user { id }');
  const active = await logIn(nobody, person.username, person.password);
  return {
    did: `${person.username} registers, and ${admin.user.username} activates the account`,
    result: active,
  };
}

function ending(url, { admin, member }) {
  return `
All of it runs on.

  GraphQL   ${url}/graphql
  admin     ${admin.username}  ${admin.password}
  member    ${member.username.padEnd(admin.username.length)}  ${member.password}
`;
}

const { BERTH_URL: url, BERTH_DATA: data } = process.env;
try {
  if (!url || !data) throw new Error('BERTH_URL and BERTH_DATA say where Berth is; npm run demo sets them');
  await scenario(url, data);
} catch (error) {
  console.error(`✗ ${error.message}`);
  if (data) console.error(`  what each process says is in ${join(data, 'logs')}`);
  process.exitCode = 1;
}
