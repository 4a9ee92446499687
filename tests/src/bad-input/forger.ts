import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import { generateKeyPair, importJWK, SignJWT, UnsecuredJWT, type CryptoKey } from 'jose';
import { STREAMS } from '@berth/contracts/streams';
import { subjects } from '@berth/contracts/subjects';
import type { keyringEvents } from '@berth/contracts/auth/events';
import { newId } from '@berth/kernel/ids';
import { openSqliteKeyStore } from '@berth/service-host/sqlite-key-store';
import { readMasterKey } from '@berth/service-host/master-key';
import { Vault } from '@berth/service-host/vault';
import { tempDir } from '@berth/testing/temp-dir';
import type { z } from 'zod';
import type { Platform } from '../platform/platform.js';

type Key = z.output<typeof keyringEvents.keyAdded.schema>;

export interface Token {
  readonly header?: object;
  readonly claims?: object;
  readonly issuer?: string;
  readonly audience?: string;
  /** From now; default five minutes. */
  readonly lifeSeconds?: number;
  /** Default: the installation's own, so that nothing but what is asked for is wrong. */
  readonly key?: 'own' | 'another' | 'none' | 'public';
}

/** Creates access tokens that are wrong in one thing only, with the key that auth itself signs by. */
export class Forger {
  private constructor(
    private readonly key: CryptoKey,
    private readonly kid: string,
    private readonly publicKey: string,
    private readonly userId: string,
  ) {}

  /** @param userId whose tokens are forged */
  static async at(platform: Platform, userId: string): Promise<Forger> {
    const { kid, publicKey, privateKey } = await newestKey(platform);
    const copy = join(tempDir('keys'), 'keys.sqlite');
    copyFileSync(join(platform.data, 'services', 'auth', 'keys.sqlite'), copy);
    const store = openSqliteKeyStore(copy);
    const vault = new Vault(readMasterKey(join(platform.data, 'secrets', 'master.key')), store);
    const d = (await vault.open(privateKey)) as string;
    await store.close();
    const key = (await importJWK({ kty: 'OKP', crv: 'Ed25519', x: publicKey, d }, 'EdDSA')) as CryptoKey;
    return new Forger(key, kid, publicKey, userId);
  }

  async token(wanted: Token = {}): Promise<string> {
    const claims = { role: 'admin', sid: newId(), sub: this.userId, ...wanted.claims };
    const now = Math.floor(Date.now() / 1000);
    const from = Math.min(now, now + (wanted.lifeSeconds ?? 300) - 300);
    const fill = <T extends SignJWT | UnsecuredJWT>(jwt: T): T =>
      jwt
        .setIssuer(wanted.issuer ?? 'https://berth.local')
        .setAudience(wanted.audience ?? 'berth')
        .setIssuedAt(from)
        .setExpirationTime(now + (wanted.lifeSeconds ?? 300)) as T;
    if (wanted.key === 'none') return fill(new UnsecuredJWT(claims)).encode();
    const header = { alg: 'EdDSA', typ: 'at+jwt', kid: this.kid, ...wanted.header };
    return fill(new SignJWT(claims).setProtectedHeader(header)).sign(await this.#keyOf(wanted));
  }

  async #keyOf({ key }: Token): Promise<CryptoKey | Uint8Array> {
    // what fools verifiers that let the token choose the algorithm
    if (key === 'public') return Buffer.from(this.publicKey, 'base64url');
    return key === 'another' ? (await generateKeyPair('EdDSA')).privateKey : this.key;
  }
}

async function newestKey(platform: Platform): Promise<Key> {
  const auth = await connect({
    servers: platform.natsUrl,
    authenticator: credsAuthenticator(readFileSync(platform.credsOf('auth'))),
    inboxPrefix: subjects.inbox('auth'),
  });
  try {
    const manager = await jetstreamManager(auth, { checkAPI: false });
    const message = await manager.streams.getMessage(STREAMS.auth, {
      last_by_subj: subjects.event('auth', undefined, 'keyring', '*', 'keyAdded.v1'),
    });
    if (!message) throw new Error('auth has published no key');
    return message.json<{ data: Key }>().data;
  } finally {
    await auth.close();
  }
}
