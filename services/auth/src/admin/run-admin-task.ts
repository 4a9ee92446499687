import { connectBus } from '@berth/bus/connection';
import { RpcClient } from '@berth/bus/rpc-client';
import { subjects } from '@berth/contracts/subjects';
import type { UserView } from '@berth/contracts/auth/views';
import { systemClock } from '@berth/kernel/clock';
import { defined } from '@berth/kernel/defined';
import { newId } from '@berth/kernel/ids';
import type { JsonObject } from '@berth/kernel/json';
import { reject, type Rejection } from '@berth/kernel/rejection';
import { err, ok, type Result } from '@berth/kernel/result';
import { parseInput } from '@berth/service-host/admission';
import { createLogger } from '@berth/service-host/log';
import { openStorage } from '@berth/service-host/storage';
import { readMasterKey } from '@berth/service-host/master-key';
import { Vault } from '@berth/service-host/vault';
import { assembleAuth } from '../auth.parts.js';
import type { AuthConfig } from '../auth.config.js';
import { byAdminCommand } from './admin.controller.js';
import { AdminProof, type WithProof } from './admin-proof.js';
import { createAdmin, recoverAdmin } from '@berth/contracts/auth/admin.operations';

export type Task =
  | { readonly task: 'create'; readonly input: { username: string; email: string; password: string } }
  | { readonly task: 'recover'; readonly input: { login: string; password: string } };

export type Outcome = Result<{ readonly user: UserView; readonly via: 'service' | 'store' }, Rejection>;

const CONNECT_MS = 1_000;

/**
 * Through the service if it runs, since only the service may write then; otherwise directly on the store. The service
 * accepts it only from holders of the master key.
 */
export async function runAdminTask(task: Task, config: AuthConfig): Promise<Outcome> {
  const masterKey = readMasterKey(config.BERTH_MASTER_KEY_FILE);
  const now = systemClock.now();
  const definition = task.task === 'create' ? createAdmin : recoverAdmin;
  const proven = new AdminProof(masterKey).prove(definition.name, task.input as JsonObject, now);
  const parsed = parseInput(definition.input, proven);
  if (!parsed.ok) return parsed;
  return (await throughService(definition.subject, proven, config)) ?? throughStore(task, masterKey, config);
}

/** Undefined if the service does not run. */
async function throughService(
  subject: string,
  input: JsonObject & WithProof,
  config: AuthConfig,
): Promise<Outcome | undefined> {
  const bus = await connectBus({
    url: config.BERTH_NATS_URL.split(','),
    name: 'admin command',
    inboxPrefix: subjects.inbox('auth'),
    connectTimeoutMs: CONNECT_MS,
    ...defined({ credsFile: config.BERTH_NATS_CREDS }),
  }).catch(() => undefined);
  if (!bus) return undefined;
  const rpc = new RpcClient({ bus, form: 'plain' });
  try {
    const reply = await rpc.call(subject, { input, idempotencyKey: newId() });
    if (reply.ok) return ok({ user: reply.result as unknown as UserView, via: 'service' });
    return reply.error.details?.['reason'] === 'noService' ? undefined : err(reply.error);
  } finally {
    rpc.close();
    await bus.close();
  }
}

async function throughStore(task: Task, masterKey: Uint8Array, config: AuthConfig): Promise<Outcome> {
  const log = createLogger('auth', 'fatal');
  const storage = await openStorage('auth', config, systemClock, log).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'StoreLockedError') return undefined;
    throw error;
  });
  if (!storage) {
    const message =
      'auth runs, but is not reachable over the bus; stop the platform, or fix the bus, and try again';
    return err(reject('UNAVAILABLE', message));
  }
  const { store, readModels, keys } = storage;
  try {
    const vault = new Vault(masterKey, keys);
    const waitForViews = async () => false;
    const platform = { config, log, clock: systemClock, store, readModels, vault, waitForViews };
    const { adminTasks } = assembleAuth(platform, masterKey);
    const meta = byAdminCommand(metaOf(`auth.admin.${task.task}.v1`));
    const done =
      task.task === 'create'
        ? await adminTasks.create(task.input, meta)
        : await adminTasks.recover(task.input, meta);
    return done.ok ? ok({ user: done.value.result, via: 'store' }) : done;
  } finally {
    await readModels.close();
    await store.close();
    await keys.close();
  }
}

function metaOf(command: string) {
  const commandId = newId();
  return {
    commandId,
    command,
    inputHash: commandId,
    now: systemClock.now(),
    ...({
      actor: { kind: 'system', id: 'admin-command' },
      correlationId: commandId,
      causationId: commandId,
    } as const),
  };
}
