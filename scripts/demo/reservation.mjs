import { Refused } from './api.mjs';
import { clockTime, note, until } from './run-step.mjs';

const nodes = (connection) => connection.edges.map(({ node }) => node);
const MINUTES = 30;
const JOB_TIMEOUT_MS = 60_000;

/** Asks for a device without a command; in a pool that requires approval it must be approved first. */
export async function request(api, { pool, project }) {
  const input = {
    project: project.id,
    pool: pool.id,
    gpus: { count: 1 },
    durationMinutes: MINUTES,
    reason: 'to look at the model by hand',
  };
  const { request: asked } = await api.do('requestGpus', input, 'request { id state }');
  return {
    did: `the member requests a device for ${MINUTES} minutes; the request is ${asked.state}`,
    result: asked,
  };
}

const INBOX = `query { requests { edges { node { id request { reason user { username } } } } } }`;
const RESERVATIONS = `query { reservations { edges { node {
  id requestId from until state devices { uuid model host { name } } } } } }`;

/** The approver finds it in the inbox and decides; the earliest free window is reserved then. */
export async function decide(admin, member, asked) {
  const { requests } = await admin.api.ask(INBOX);
  for (const { request: found } of nodes(requests)) {
    if (found) note(`inbox    ${found.user.username} requests a device ${found.reason}`);
  }
  const { decisions } = await admin.api.do(
    'decideRequests',
    { ids: nodes(requests).map(({ id }) => id), decision: 'APPROVE', reason: 'go ahead' },
    'decisions { done message }',
  );
  const refused = decisions.find(({ done }) => !done);
  if (refused) throw new Error(refused.message);
  const reserved = await until('the reservation', async () => {
    const { reservations } = await member.api.ask(RESERVATIONS);
    return nodes(reservations).find(({ requestId, state }) => requestId === asked.id && state === 'ACTIVE');
  });
  const [device] = reserved.devices;
  const window = `from ${clockTime(reserved.from)} to ${clockTime(reserved.until)}`;
  return {
    did: `${admin.user.username} approves the request; ${device.model} is reserved ${window}`,
    result: reserved,
  };
}

const JOB = `query ($id: ID!) { job(id: $id) { state message } }`;

/** A job in the reservation does not queue. */
export async function submitInReservation(api, { project, reservation }) {
  const input = {
    name: 'look-at-it',
    project: project.id,
    reservation: reservation.id,
    command: ['sh', '-c', 'echo "my device is $CUDA_VISIBLE_DEVICES"'],
    gpus: { count: 1 },
    timeoutMinutes: 10,
  };
  const { job } = await api.do('submitJob', input, 'job { id state }');
  const ended = await until(
    'the job in the reservation',
    async () => {
      const { job: now } = await api.ask(JOB, { id: job.id });
      return ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CANCELLED'].includes(now.state) ? now : undefined;
    },
    { timeoutMs: JOB_TIMEOUT_MS },
  );
  if (ended.state !== 'SUCCEEDED') throw new Error(`it ended in state ${ended.state}: ${ended.message}`);
  return { did: `a job in the reservation needs no approval, starts immediately, and has ${ended.state}` };
}

/** What would collide is refused, with what would not. */
export async function collide(admin, { project, pool, reservation }) {
  const input = {
    project: project.id,
    pool: pool.id,
    gpus: { devices: reservation.devices.map(({ uuid }) => uuid) },
    from: reservation.from,
    durationMinutes: MINUTES,
  };
  try {
    await admin.api.do('reserve', input, 'reservation { id }');
  } catch (error) {
    if (error instanceof Refused)
      return { did: `the same device cannot be reserved twice: ${error.message}` };
    throw error;
  }
  throw new Error('a device was reserved twice');
}

export async function release(api, reservation) {
  const { reservation: released } = await api.do(
    'releaseReservation',
    { reservationId: reservation.id, reason: 'no longer needed' },
    'reservation { state }',
  );
  return { did: `the device is released early; the reservation is ${released.state}` };
}
