import { Refused } from './api.mjs';
import { clockTime, note, until } from './story.mjs';

const nodes = (connection) => connection.edges.map(({ node }) => node);
const MINUTES = 30;
const DONE_WITHIN_MS = 60_000;

/** Asks for a device without a command; in a pool that asks for approval somebody has to decide. */
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
    did: `the member asks for a device for ${MINUTES} minutes; that is ${asked.state}`,
    result: asked,
  };
}

const INBOX = `query { requests { edges { node { id request { reason user { username } } } } } }`;
const RESERVATIONS = `query { reservations { edges { node {
  id requestId from until state devices { uuid model host { name } } } } } }`;

/** The approver finds it in the inbox and decides; the earliest free window is booked then. */
export async function decide(admin, member, asked) {
  const { requests } = await admin.api.ask(INBOX);
  for (const { request: found } of nodes(requests)) {
    if (found) note(`inbox    ${found.user.username} wants a device ${found.reason}`);
  }
  const { decisions } = await admin.api.do(
    'decideRequests',
    { ids: nodes(requests).map(({ id }) => id), decision: 'APPROVE', reason: 'go ahead' },
    'decisions { done message }',
  );
  const refused = decisions.find(({ done }) => !done);
  if (refused) throw new Error(refused.message);
  const booked = await until('the booking', async () => {
    const { reservations } = await member.api.ask(RESERVATIONS);
    return nodes(reservations).find(({ requestId, state }) => requestId === asked.id && state === 'ACTIVE');
  });
  const [device] = booked.devices;
  const window = `from ${clockTime(booked.from)} to ${clockTime(booked.until)}`;
  return { did: `${admin.user.username} approves; ${device.model} is booked ${window}`, result: booked };
}

const JOB = `query ($id: ID!) { job(id: $id) { state message } }`;

/** A job in the booking waits for nobody. */
export async function useIt(api, { project, booking }) {
  const input = {
    name: 'look-at-it',
    project: project.id,
    reservation: booking.id,
    command: ['sh', '-c', 'echo "my device is $CUDA_VISIBLE_DEVICES"'],
    gpus: { count: 1 },
    timeoutMinutes: 10,
  };
  const { job } = await api.do('submitJob', input, 'job { id state }');
  const ended = await until(
    'the job in the booking',
    async () => {
      const { job: now } = await api.ask(JOB, { id: job.id });
      return ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CANCELLED'].includes(now.state) ? now : undefined;
    },
    { timeoutMs: DONE_WITHIN_MS },
  );
  if (ended.state !== 'SUCCEEDED') throw new Error(`it ended as ${ended.state}: ${ended.message}`);
  return { did: `a job in the booking needs no approval, starts at once, and has ${ended.state}` };
}

/** What would collide is refused, with what would not. */
export async function collide(admin, { project, pool, booking }) {
  const input = {
    project: project.id,
    pool: pool.id,
    gpus: { devices: booking.devices.map(({ uuid }) => uuid) },
    from: booking.from,
    durationMinutes: MINUTES,
  };
  try {
    await admin.api.do('reserve', input, 'reservation { id }');
  } catch (error) {
    if (error instanceof Refused) return { did: `the same device can't be booked twice: ${error.message}` };
    throw error;
  }
  throw new Error('a device was booked twice');
}

export async function release(api, booking) {
  const { reservation } = await api.do(
    'releaseReservation',
    { reservationId: booking.id, reason: 'seen enough' },
    'reservation { state }',
  );
  return { did: `the device is given back early; the booking is ${reservation.state}` };
}
