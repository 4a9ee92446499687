import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { elapsedMs, type Instant } from '@berth/kernel/clock';
import { canonicalJson, type JsonObject } from '@berth/kernel/json';

export type WithProof = { readonly issuedAt: Instant; readonly proof: string };

const MAX_AGE_MS = 60_000;

/** Proves that a command comes from a holder of the master key, who can read the installation's files. */
export class AdminProof {
  readonly #key: Buffer;

  constructor(masterKey: Uint8Array) {
    this.#key = Buffer.from(hkdfSync('sha256', masterKey, new Uint8Array(), 'berth admin command', 32));
  }

  prove<I extends JsonObject>(operation: string, input: I, now: Instant): I & WithProof {
    return { ...input, issuedAt: now, proof: this.#macOf(operation, { ...input, issuedAt: now }) };
  }

  verify(operation: string, { proof, ...input }: JsonObject & WithProof, now: Instant): boolean {
    const age = Math.max(elapsedMs(input.issuedAt, now), elapsedMs(now, input.issuedAt));
    const given = Buffer.from(proof);
    const right = Buffer.from(this.#macOf(operation, input));
    return age < MAX_AGE_MS && given.length === right.length && timingSafeEqual(given, right);
  }

  #macOf(operation: string, input: JsonObject): string {
    return createHmac('sha256', this.#key)
      .update(canonicalJson([operation, input]))
      .digest('hex');
  }
}
