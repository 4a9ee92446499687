import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { decode, parseCreds, type Account } from '@nats-io/jwt';
import { createUser } from '@nats-io/nkeys';
import { BUS_IDENTITIES } from '@berth/contracts/services';
import { mintAgentJwt } from './mint.js';
import { accessOf, ROLES } from './permissions.js';
import { writeServerConfig } from './server-config.js';
import { ensureTrust } from './trust.js';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'berth-trust-'));
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

function filesIn(path: string): string[] {
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const contentOf = (path: string): Map<string, string> =>
  new Map(filesIn(path).map((file) => [file, readFileSync(file, 'utf8')]));

describe('the trust of an installation', () => {
  it('is the same at every start', async () => {
    const first = await ensureTrust(join(dir, 'same'));
    const files = contentOf(first.dir);
    const second = await ensureTrust(join(dir, 'same'));
    assert.deepEqual(contentOf(first.dir), files);
    assert.equal(second.account, first.account);
    assert.equal(second.systemAccount, first.systemAccount);
    // else a server that runs would refuse to read its configuration again
    assert.equal(second.operatorJwt, first.operatorJwt);
  });

  it('is created once, also when two processes create it at once', async () => {
    const path = join(dir, 'race');
    const made = await Promise.all(Array.from({ length: 4 }, () => ensureTrust(path)));
    assert.equal(new Set(made.map((trust) => trust.account)).size, 1);
    const signingKeys = decode<Account>(made[0]?.accountJwts.get(made[0].account) ?? '').nats.signing_keys;
    const listed = signingKeys?.map((signer) => (typeof signer === 'string' ? signer : signer.key));
    for (const identity of BUS_IDENTITIES) {
      const creds = await parseCreds(readFileSync(join(path, 'creds', `${identity}.creds`)));
      const claims = decode(creds.jwt);
      assert.ok(listed?.includes(claims.iss), `${identity} is signed by a key that the account lists`);
    }
  });

  it('repairs what a crash left out, and ignores half-written files', async () => {
    const trust = await ensureTrust(join(dir, 'crash'));
    rmSync(trust.credsOf('billing'));
    writeFileSync(`${trust.credsOf('billing')}.0011.tmp`, 'half');
    const repaired = await ensureTrust(trust.dir);
    assert.equal(repaired.account, trust.account);
    const { jwt } = await parseCreds(readFileSync(repaired.credsOf('billing')));
    assert.equal(decode(jwt).name, 'billing');
  });

  it('is readable by its owner only', async () => {
    const trust = await ensureTrust(join(dir, 'modes'));
    writeServerConfig(trust, { port: 4222, storeDir: join(trust.dir, 'js'), version: [2, 9, 10] });
    for (const file of filesIn(trust.dir)) assert.equal(statSync(file).mode & 0o777, 0o600, file);
    for (const folder of ['', 'keys', 'creds'])
      assert.equal(statSync(join(trust.dir, folder)).mode & 0o777, 0o700);
  });

  it('carries permissions for every role in the account, and none in a user', async () => {
    const trust = await ensureTrust(join(dir, 'roles'));
    const claims = decode<Account>(trust.accountJwts.get(trust.account) ?? '');
    const outside = decode<Account>(trust.accountJwts.get(trust.subscribersAccount) ?? '');
    const signers = [claims, outside].flatMap(({ nats }) => nats.signing_keys ?? []);
    const templates = signers.map((signer) => {
      assert.ok(typeof signer !== 'string', 'every signing key is bound to a role');
      const { pub, sub, resp } = signer.template;
      return { role: signer.role, publish: pub?.allow, denied: pub?.deny, subscribe: sub?.allow, resp };
    });
    assert.deepEqual(
      templates,
      ROLES.map((role) => {
        const { publish, subscribe, responses } = accessOf(role);
        return {
          role,
          publish: [...publish],
          denied: undefined,
          subscribe: [...subscribe],
          resp: responses && { max: responses.max, ttl: responses.timeoutMs * 1_000_000 },
        };
      }),
    );
    assert.deepEqual(
      templates.filter(({ resp }) => resp).map(({ role }) => role),
      ['agent'],
    );
    const { jwt } = await parseCreds(readFileSync(trust.credsOf('scheduler')));
    assert.ok(jwt.length < 1_000);
  });

  it('names the host in the JWT of an agent, and refuses a name that would be several tokens', async () => {
    const trust = await ensureTrust(join(dir, 'agents'));
    const publicKey = (await parseCreds(readFileSync(trust.credsOf('auth')))).uc.sub;
    const signingSeed = readFileSync(trust.agentSigningKeyFile);
    const mint = (hostId: string) =>
      mintAgentJwt({ hostId, publicKey, signingSeed, account: trust.account, lifeSeconds: 60 });
    const { name, exp = 0 } = decode(await mint('HOST1'));
    assert.equal(name, 'HOST1');
    assert.ok(exp > Date.now() / 1000 && exp < Date.now() / 1000 + 120);
    for (const bad of ['', '*', '>', 'a.b', 'a b']) await assert.rejects(mint(bad), /a single token/);
  });
});

describe('the configuration of a server', () => {
  it('has no setting that its version would refuse', async () => {
    const trust = await ensureTrust(join(dir, 'config'));
    const write = (version: readonly [number, number, number]) =>
      readFileSync(writeServerConfig(trust, { port: 4222, storeDir: join(dir, 'js'), version }), 'utf8');
    assert.doesNotMatch(write([2, 9, 10]), /sync_interval/);
    assert.match(write([2, 15, 1]), /sync_interval/);
    assert.match(write([2, 15, 1]), /listen: "127\.0\.0\.1:4222"/);
  });

  it('is made by a command, that prints where things are', async () => {
    const command = fileURLToPath(new URL('write-trust.js', import.meta.url));
    const folder = join(dir, 'command');
    const args = ['--dir', folder, '--store', join(dir, 'js'), '--version', '2.15.1', '--host', '0.0.0.0'];
    const { stdout } = await promisify(execFile)(process.execPath, [command, ...args]);
    const made = JSON.parse(stdout) as { config: string; creds: { gateway: string } };
    assert.match(readFileSync(made.config, 'utf8'), /listen: "0\.0\.0\.0:4222"/);
    assert.equal(made.creds.gateway, join(folder, 'creds', 'gateway.creds'));
    await assert.rejects(promisify(execFile)(process.execPath, [command]), /usage: write-trust/);

    const list = join(dir, 'listed-elsewhere');
    const key = createUser().getPublicKey();
    writeFileSync(list, `${key}\nnot a key\n`);
    await promisify(execFile)(process.execPath, [command, ...args, '--revoked', list]);
    rmSync(list);
    const { accountJwts, account } = await ensureTrust(folder);
    const { revocations = {} } = decode<Account>(accountJwts.get(account) ?? '').nats;
    assert.deepEqual(Object.keys(revocations), [key]);
    assert.ok((revocations[key] ?? 0) > Date.now() / 1000 + 365 * 86_400);
  });
});
