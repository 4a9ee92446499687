import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { elapsedMs, type Instant } from '@berth/kernel/clock';
import { canonicalJson, type JsonObject } from '@berth/kernel/json';

export type Proven = { readonly issuedAt: Instant; readonly proof: string };

const GOOD_FOR_MS = 60_000;

/** Shows that a command comes from whoever has the master key: the one who may read the installation's files. */
export class AdminProof {
  private readonly key: Buffer;

  constructor(masterKey: Uint8Array) {
    this.key = Buffer.from(hkdfSync('sha256', masterKey, new Uint8Array(), 'berth admin command', 32));
  }

  prove<I extends JsonObject>(operation: string, input: I, now: Instant): I & Proven {
    return { ...input, issuedAt: now, proof: this.macOf(operation, { ...input, issuedAt: now }) };
  }

  holds(operation: string, { proof, ...input }: JsonObject & Proven, now: Instant): boolean {
    const age = Math.max(elapsedMs(input.issuedAt, now), elapsedMs(now, input.issuedAt));
    const given = Buffer.from(proof);
    const right = Buffer.from(this.macOf(operation, input));
    return age < GOOD_FOR_MS && given.length === right.length && timingSafeEqual(given, right);
  }

  private macOf(operation: string, input: JsonObject): string {
    return createHmac('sha256', this.key)
      .update(canonicalJson([operation, input]))
      .digest('hex');
  }
}
