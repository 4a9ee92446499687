import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { defined } from '@berth/kernel/defined';
import { newId } from '@berth/kernel/ids';

export interface TokenClaims {
  readonly userId?: string;
  readonly role?: string;
  readonly sessionId?: string;
  readonly tokenId?: string;
  readonly scope?: string;
  readonly issuer?: string;
  readonly audience?: string;
  /** From now; negative for one that has expired. */
  readonly lifeSeconds?: number;
  readonly type?: string;
}

/** Signs access tokens as auth does. */
export class TestIssuer {
  private constructor(
    readonly jwk: { readonly [member: string]: unknown },
    private readonly key: CryptoKey,
    private readonly kid: string,
  ) {}

  static async create(kid = 'test-key'): Promise<TestIssuer> {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' };
    return new TestIssuer(jwk, privateKey, kid);
  }

  token(claims: TokenClaims = {}): Promise<string> {
    const { userId = newId(), role = 'member', tokenId, lifeSeconds = 300, scope } = claims;
    const subject = tokenId === undefined ? { sid: claims.sessionId ?? newId() } : { tid: tokenId };
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ role, ...subject, ...defined({ scope }) })
      .setProtectedHeader({ alg: 'EdDSA', typ: claims.type ?? 'at+jwt', kid: this.kid })
      .setSubject(userId)
      .setIssuer(claims.issuer ?? 'https://berth.local')
      .setAudience(claims.audience ?? 'berth')
      .setIssuedAt(now)
      .setExpirationTime(now + lifeSeconds)
      .sign(this.key);
  }
}
