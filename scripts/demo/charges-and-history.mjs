import { clockTime, until } from './run-step.mjs';

const nodes = (connection) => connection.edges.map(({ node }) => node);

const CHARGES = `query ($job: ID!) { charges(job: $job) { total currency edges { node {
  run to amount lines { model deviceSeconds microsPerHour } } } } }`;

/** Billing receives the end of a lease a moment after it. */
export async function charges(api, job) {
  const { total, currency, edges } = await until(
    'the charge for the run',
    async () => {
      const { charges: found } = await api.ask(CHARGES, { job: job.id });
      const all = nodes(found);
      return all.length > 0 && all.every(({ to }) => to !== null) ? found : undefined;
    },
    { timeoutMs: 20_000 },
  );
  const lines = nodes({ edges }).flatMap(({ run, amount, lines: parts }) =>
    parts.map(({ model, deviceSeconds, microsPerHour }) => {
      const price = (microsPerHour / 1e6).toFixed(2);
      return `run ${run}: ${deviceSeconds.toFixed(3)} s of ${model} at ${price} an hour is ${amount} ${currency}`;
    }),
  );
  return { did: `the run cost ${total} ${currency}`, lines };
}

const HISTORY = `query ($id: ID!) { history(id: $id, first: 200) { edges { node {
  recordedAt type command actor { kind id user { username } } data } } } }`;

/** Each event of the job: when, what, who, by which command. */
export async function history(api, job) {
  const { history: found } = await api.ask(HISTORY, { id: job.id });
  const events = nodes(found);
  const lines = events.map(({ recordedAt, type, actor, command }) => {
    const [, , name] = type.split('.');
    const who = actor.user?.username ?? (actor.kind === 'agent' ? 'the agent' : actor.id);
    return `${clockTime(recordedAt)}.${recordedAt.slice(20, 23)}  ${name.padEnd(12)} ${who.padEnd(17)} ${command}`;
  });
  return {
    did: `replayed the history of the job: ${events.length} events, each with its actor and command`,
    lines,
  };
}
