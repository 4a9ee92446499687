import usersGrpc from '@eventstore/db-client/generated/users_grpc_pb.js';
import users from '@eventstore/db-client/generated/users_pb.js';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { withStoreErrors } from '../server-errors.js';

export interface ServerUser {
  readonly name: string;
  readonly fullName: string;
  readonly password: string;
  readonly groups: readonly string[];
}

type UsersClient = InstanceType<typeof usersGrpc.UsersClient>;
type Callback<T> = (error: unknown, response: T) => void;

/** How the client makes its own calls: TLS, the user and the search for the leader included. It has none for users. */
interface ClientInternals {
  execute<T>(
    client: typeof usersGrpc.UsersClient,
    name: string,
    action: (client: UsersClient) => Promise<T>,
  ): Promise<T>;
  callArguments(options: object): [object, object];
}

/** Creates a user; one that is there is given these groups and this password. Needs a client that is admin. */
export async function ensureUser(client: EventStoreDBClient, user: ServerUser): Promise<'made' | 'renewed'> {
  const { name, fullName, password, groups } = user;
  const create = new users.CreateReq.Options();
  create
    .setLoginName(name)
    .setFullName(fullName)
    .setPassword(password)
    .setGroupsList([...groups]);
  try {
    await call(client, 'create', new users.CreateReq().setOptions(create));
    return 'made';
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
  const update = new users.UpdateReq.Options();
  update
    .setLoginName(name)
    .setFullName(fullName)
    .setPassword(password)
    .setGroupsList([...groups]);
  await call(client, 'update', new users.UpdateReq().setOptions(update));
  const reset = new users.ResetPasswordReq.Options().setLoginName(name).setNewPassword(password);
  await call(client, 'resetPassword', new users.ResetPasswordReq().setOptions(reset));
  return 'renewed';
}

function call(
  client: EventStoreDBClient,
  method: 'create' | 'update' | 'resetPassword',
  request: object,
): Promise<unknown> {
  const internals = client as unknown as ClientInternals;
  return withStoreErrors(
    () =>
      internals.execute(usersGrpc.UsersClient, method, (calls) => {
        const [metadata, options] = internals.callArguments({});
        return new Promise((resolve, reject) => {
          const send = calls[method].bind(calls) as unknown as (
            ...args: [object, object, object, Callback<unknown>]
          ) => void;
          send(request, metadata, options, (error, response) => {
            if (error) reject(error as Error);
            else resolve(response);
          });
        });
      }),
    'the management of users',
  );
}

function isConflict(error: unknown): boolean {
  const { cause } = error as {
    readonly cause?: { readonly metadata?: { getMap?(): Record<string, unknown> } };
  };
  return cause?.metadata?.getMap?.()['exception']?.toString() === 'user-conflict';
}
