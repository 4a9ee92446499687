import { createAccount, createOperator, createUser, fromSeed, type KeyPair } from '@nats-io/nkeys';
import { keepPrivateFile } from './private-files.js';

const MAKERS = { operator: createOperator, account: createAccount, user: createUser } as const;

/** The key in the file; made and stored first where there is none, so that it is the same at every start. */
export function loadOrCreateKey(path: string, kind: keyof typeof MAKERS): KeyPair {
  return fromSeed(keepPrivateFile(path, () => MAKERS[kind]().getSeed()));
}
