import { join } from 'node:path';
import { fmtCreds } from '@nats-io/jwt';
import { createUser, fromSeed, type KeyPair } from '@nats-io/nkeys';
import { joinAnswer, type JoinAnswer } from '@berth/contracts/agent/join';
import { readIfThere, writePrivateFile } from '../private-file.js';

/** What makes this host itself: its key, and what the platform gave it for that key. All in files of mode 0600. */
export class Membership {
  private constructor(
    private readonly folder: string,
    private readonly key: KeyPair,
    /** Of the last time it joined. */
    public answer: JoinAnswer | undefined,
  ) {}

  static async load(folder: string): Promise<Membership> {
    const keyFile = join(folder, 'identity.nk');
    const seed = await readIfThere(keyFile);
    const key = seed === undefined ? createUser() : fromSeed(Buffer.from(seed.trim()));
    if (seed === undefined) await writePrivateFile(keyFile, Buffer.from(key.getSeed()).toString('utf8'));
    const stored = await readIfThere(join(folder, 'membership.json'));
    return new Membership(folder, key, stored === undefined ? undefined : parseStored(stored));
  }

  get publicKey(): string {
    return this.key.getPublicKey();
  }

  get credsFile(): string {
    return join(this.folder, 'bus.creds');
  }

  async keep(answer: JoinAnswer): Promise<void> {
    await writePrivateFile(this.credsFile, Buffer.from(fmtCreds(answer.jwt, this.key)).toString('utf8'));
    await writePrivateFile(join(this.folder, 'membership.json'), JSON.stringify(answer));
    this.answer = answer;
  }
}

/** A file that can't be read is as good as none: joining again writes it anew. */
function parseStored(text: string): JoinAnswer | undefined {
  try {
    return joinAnswer.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
