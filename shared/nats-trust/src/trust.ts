import { join } from 'node:path';
import { BUS_IDENTITIES, type BusIdentity } from '@berth/contracts/services';
import { type KeyPair, createAccount, createOperator, createUser, fromSeed } from '@nats-io/nkeys';
import {
  berthAccountJwt,
  isOperatorJwt,
  operatorJwt,
  subscribersAccountJwt,
  systemAccountJwt,
} from './accounts.js';
import { mintCreds } from './mint.js';
import { BERTH_ROLES, type Role } from './permissions.js';
import { ensurePrivateDir, keepPrivateFile, replacePrivateFile } from './private-files.js';
import { revokedAgents, revokedAgentsFile } from './revoked-agents.js';

const MAKERS = { operator: createOperator, account: createAccount, user: createUser } as const;

/** The key in the file; made and stored first where there is none, so that it is the same at every start. */
function loadOrCreateKey(path: string, kind: keyof typeof MAKERS): KeyPair {
  return fromSeed(keepPrivateFile(path, () => MAKERS[kind]().getSeed()));
}

/** Who may connect to the bus of one installation, and as what. */
export interface Trust {
  readonly dir: string;
  readonly operatorJwt: string;
  readonly systemAccount: string;
  /** Public nkey of the account that everything of Berth lives in. */
  readonly account: string;
  /** Account JWTs by public nkey, as the server's resolver wants them. */
  readonly accountJwts: ReadonlyMap<string, string>;
  /** Path of the identity's credentials file. */
  credsOf(identity: BusIdentity): string;
  /** Path of the seed that signs agents' JWTs: for inventory. */
  readonly agentSigningKeyFile: string;
  /** Path of the list of agents' keys that are revoked: for inventory, which adds to it. */
  readonly revokedAgentsFile: string;
  /** Public nkey of the account that external subscribers live in. */
  readonly subscribersAccount: string;
  /** Path of the seed that signs external subscribers' JWTs. */
  readonly subscriberSigningKeyFile: string;
  /** Path of the seed that signs the JWT of the command that admits them. */
  readonly subscriptionsSigningKeyFile: string;
}

/**
 * Makes what is missing in `dir` and returns it all. Keys, credentials and the operator's JWT never change; the
 * accounts' JWTs, which hold the permissions, are derived from the keys and the table at each start, so that an upgrade
 * changes all permissions at once. A crash in the middle is repaired by the next call.
 */
export async function ensureTrust(dir: string): Promise<Trust> {
  const keys = join(dir, 'keys');
  const creds = join(dir, 'creds');
  for (const path of [dir, keys, creds]) ensurePrivateDir(path);

  const operator = loadOrCreateKey(join(keys, 'operator.nk'), 'operator');
  const system = loadOrCreateKey(join(keys, 'system.nk'), 'account');
  const berth = loadOrCreateKey(join(keys, 'berth.nk'), 'account');
  const signerFile = (role: Role): string => join(keys, `sign-${role}.nk`);
  const subscribers = loadOrCreateKey(join(keys, 'subscribers.nk'), 'account');
  const subscriberSigner = loadOrCreateKey(signerFile('subscriber'), 'account');
  const signers = new Map<Role, KeyPair>(
    BERTH_ROLES.map((role) => [role, loadOrCreateKey(signerFile(role), 'account')]),
  );

  const account = berth.getPublicKey();
  const credsOf = (identity: BusIdentity): string => join(creds, `${identity}.creds`);
  for (const identity of BUS_IDENTITIES) {
    const signingSeed = signers.get(identity)?.getSeed();
    if (!signingSeed) throw new Error(`no signing key for ${identity}`);
    const minted = await mintCreds({ name: identity, signingSeed, account });
    keepPrivateFile(credsOf(identity), () => minted);
  }

  return {
    dir,
    operatorJwt: await persistentOperatorJwt(join(dir, 'operator.jwt'), operator, system),
    systemAccount: system.getPublicKey(),
    account,
    accountJwts: new Map([
      [system.getPublicKey(), await systemAccountJwt(system, operator)],
      [account, await berthAccountJwt(berth, operator, signers, revokedAgents(revokedAgentsFile(dir)))],
      [
        subscribers.getPublicKey(),
        await subscribersAccountJwt(subscribers, operator, { signer: subscriberSigner, berth: account }),
      ],
    ]),
    subscribersAccount: subscribers.getPublicKey(),
    credsOf,
    agentSigningKeyFile: signerFile('agent'),
    revokedAgentsFile: revokedAgentsFile(dir),
    subscriberSigningKeyFile: signerFile('subscriber'),
    subscriptionsSigningKeyFile: signerFile('subscriptions'),
  };
}

/** Kept, since a server that reads its configuration again takes no other operator than the one that it started with. */
async function persistentOperatorJwt(file: string, operator: KeyPair, system: KeyPair): Promise<string> {
  const made = await operatorJwt(operator, system);
  const kept = Buffer.from(keepPrivateFile(file, () => made)).toString('utf8');
  if (isOperatorJwt(kept, operator, system)) return kept;
  replacePrivateFile(file, made);
  return made;
}
