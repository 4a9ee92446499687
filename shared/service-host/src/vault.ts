import { createHmac, type KeyObject, randomBytes } from 'node:crypto';
import type { SealedValue } from '@berth/contracts/fields';
import type { JsonValue } from '@berth/kernel/json';
import { reject, RejectedError } from '@berth/kernel/rejection';
import { type KeyStore, decrypt, encrypt, unwrap, wrap } from './sealing.js';
import { LruCache } from '@berth/kernel/lru-cache';
import { deriveKeys, putCheckValue } from './master-key.js';

/** Why a sealed value cannot be read. `keyErased` is intended; the others are damage, which a backup may repair. */
export type Unreadable = 'keyErased' | 'keyLost' | 'keyDamaged' | 'valueDamaged';
export type Opened = { readonly value: JsonValue } | { readonly unreadable: Unreadable };

/** The end of a sentence that starts with what cannot be read. */
export const WHY_UNREADABLE: { readonly [why in Unreadable]: string } = {
  keyErased: 'its encryption key was erased',
  keyLost: 'its encryption key is missing from the key store; restore keys.sqlite from a backup',
  keyDamaged: 'its encryption key in the key store is damaged; restore keys.sqlite from a backup',
  valueDamaged: 'it was altered, or encrypted with a key that has been replaced',
};

const KEY_BYTES = 32;

/**
 * Seals values under a key per user or project; those keys are wrapped by a master key that is in no store. Names
 * that must be searchable are blinded by HMAC-SHA256, so that a log reveals no addresses.
 */
export class Vault {
  readonly #wrapping: Buffer;
  readonly #blinding: KeyObject;
  readonly #keys = new LruCache<Buffer>(10_000);
  #erasures = 0;

  constructor(
    masterKey: Uint8Array,
    private readonly store: KeyStore,
  ) {
    ({ wrapping: this.#wrapping, blinding: this.#blinding } = deriveKeys(masterKey));
  }

  /** @throws RejectedError where the id's key was erased, or is damaged: what is sealed now could not be opened later. */
  async seal(keyId: string, value: JsonValue): Promise<SealedValue> {
    const sealed = encrypt(await this.#keyToSeal(keyId), Buffer.from(JSON.stringify(value)), keyId);
    return { keyId, iv: sealed.iv.toString('base64'), data: sealed.data.toString('base64') };
  }

  /** Never throws for what lies in the store: whoever lists many values shows the others. */
  async tryOpen({ keyId, iv, data }: SealedValue): Promise<Opened> {
    const key = await this.#storedKey(keyId);
    if (typeof key === 'string') return { unreadable: key };
    const plain = decrypt(key, { iv: Buffer.from(iv, 'base64'), data: Buffer.from(data, 'base64') }, keyId);
    return plain ? { value: JSON.parse(plain.toString()) as JsonValue } : { unreadable: 'valueDamaged' };
  }

  /** Undefined where there is no key to open it by, for whichever reason. Throws where the value was tampered with. */
  async open(sealed: SealedValue): Promise<JsonValue | undefined> {
    const opened = await this.tryOpen(sealed);
    if ('value' in opened) return opened.value;
    if (opened.unreadable === 'valueDamaged') {
      throw new Error(
        `a value under key ${sealed.keyId} cannot be decrypted: ${WHY_UNREADABLE.valueDamaged}`,
      );
    }
    return undefined;
  }

  /** A stable name for a value that must stay secret: equal values give equal names within one installation. */
  blind(purpose: string, value: string): string {
    return createHmac('sha256', this.#blinding).update(purpose).update('\0').update(value).digest('hex');
  }

  /** Permanent: nothing can be sealed under the id again. */
  async erase(keyId: string): Promise<void> {
    await this.store.erase(keyId);
    this.#erasures += 1;
    this.#keys.delete(keyId);
  }

  async #keyToSeal(keyId: string): Promise<Buffer> {
    let key = await this.#storedKey(keyId);
    if (key === 'keyLost') {
      if ((await this.store.checkValue()) === undefined) await putCheckValue(this.#wrapping, this.store);
      await this.store.putIfAbsent(keyId, wrap(this.#wrapping, randomBytes(KEY_BYTES), keyId));
      key = await this.#storedKey(keyId);
    }
    if (typeof key !== 'string') return key;
    throw new RejectedError(
      reject('INVALID_STATE', `nothing can be encrypted under key ${keyId}: ${WHY_UNREADABLE[key]}`),
    );
  }

  async #storedKey(keyId: string): Promise<Buffer | Exclude<Unreadable, 'valueDamaged'>> {
    const known = this.#keys.get(keyId);
    if (known) return known;
    const erasures = this.#erasures;
    const wrapped = await this.store.get(keyId);
    if (!wrapped) return (await this.store.isErased(keyId)) ? 'keyErased' : 'keyLost';
    const key = unwrap(this.#wrapping, wrapped, keyId);
    if (!key) return 'keyDamaged';
    // one that was erased since it was read must not be remembered
    if (this.#erasures === erasures) this.#keys.set(keyId, key);
    return key;
  }
}
