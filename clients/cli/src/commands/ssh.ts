import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { CliError, UsageError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import type { Invocation } from '../invocation.js';
import { resolveId } from '../rest/resolve.js';

interface Place {
  readonly hostname: string;
  readonly account: string | null;
  readonly ssh: string | null;
}
interface Reservation {
  readonly id: string;
  readonly title: string | null;
  readonly state: string;
  readonly connection: readonly Place[] | null;
}
interface Answer {
  readonly data?: {
    readonly reservation?: Reservation | null;
    readonly reservations?: { readonly edges: readonly { readonly node: Reservation }[] };
  };
  readonly errors?: readonly { readonly message: string }[];
}

const FIELDS = 'id title state connection { hostname account ssh }';
/** The command that the API shows; what it becomes is a program's argument, and must not be an option of it. */
const DESTINATION = /^ssh ([A-Za-z0-9_][\w.-]*@[A-Za-z0-9_[][\w.:\]-]*)$/;

/** Opens a shell on the host of a reservation, or runs a command there; ends as ssh does. */
export async function run(invocation: Invocation): Promise<number> {
  const [named, ...command] = invocation.args;
  const reservation = named === undefined ? await onlyOne(invocation) : await byName(invocation, named);
  const place = choose(invocation, reservation);
  const [, destination] = DESTINATION.exec(place.ssh ?? '') ?? [];
  if (destination === undefined)
    throw new CliError(
      place.account === null
        ? `you have no account on ${place.hostname}; ask an admin or operator for one: berth host map-account`
        : `${place.hostname} has told no address to connect to`,
      EXIT.failed,
    );
  const child = spawn('ssh', ['--', destination, ...command], { stdio: 'inherit' });
  child.once('error', () => undefined);
  const [status, signal] = (await Promise.race([
    once(child, 'close'),
    once(child, 'error').then(([error]: unknown[]) => {
      throw new CliError(`ssh could not be started: ${(error as Error).message}`, EXIT.failed);
    }),
  ])) as [number | null, NodeJS.Signals | null];
  return status ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

async function ask(
  invocation: Invocation,
  query: string,
  variables: object,
): Promise<NonNullable<Answer['data']>> {
  const { data, errors } = await invocation.api.json<Answer>('POST', '/graphql', {
    body: { query, variables },
  });
  if (!data || errors) throw new CliError(errors?.[0]?.message ?? 'there is no answer', EXIT.failed);
  return data;
}

async function byName(invocation: Invocation, name: string): Promise<Reservation> {
  const id = await resolveId(invocation, 'reservation', name);
  const { reservation } = await ask(invocation, `query ($id: ID!) { reservation(id: $id) { ${FIELDS} } }`, {
    id,
  });
  if (!reservation) throw new CliError(`there is no reservation ${name}`, EXIT.notFound);
  return reservation;
}

/** The one that is active now, where there is one. */
async function onlyOne(invocation: Invocation): Promise<Reservation> {
  const { id: user } = await invocation.api.get<{ readonly id: string }>('/me');
  const { reservations } = await ask(
    invocation,
    `query ($user: ID) { reservations(user: $user, states: [ACTIVE], first: 20) { edges { node { ${FIELDS} } } } }`,
    { user },
  );
  const active = reservations?.edges.map(({ node }) => node) ?? [];
  const [first] = active;
  if (!first) throw new CliError('you have no active reservation; berth book makes one', EXIT.notFound);
  if (active.length > 1)
    throw new UsageError(
      `you have ${active.length} active reservations; name one: ${active.map(({ id, title }) => title ?? id).join(', ')}`,
    );
  return first;
}

function choose(invocation: Invocation, { state, connection }: Reservation): Place {
  if (connection === null)
    throw new CliError(
      state === 'ACTIVE'
        ? 'only its holder, an admin or an operator may connect'
        : `the reservation is ${state}; one can connect while it is ACTIVE`,
      EXIT.conflict,
    );
  const wanted = invocation.text('host');
  const places = connection.filter(({ hostname }) => wanted === undefined || hostname === wanted);
  const [place] = places;
  if (!place || places.length > 1)
    throw new UsageError(
      `${wanted === undefined ? 'it is on several hosts' : `it is not on "${wanted}"`}; give --host: ${connection.map(({ hostname }) => hostname).join(', ')}`,
    );
  return place;
}
