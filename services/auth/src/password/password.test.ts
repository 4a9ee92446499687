import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { RejectedError } from '@berth/kernel/rejection';
import { PasswordHasher } from './password-hasher.js';
import { passwordProblem } from './password-rules.js';

describe('the password hasher', () => {
  const hasher = new PasswordHasher();

  it('uses Argon2id with 19 MiB, two passes, one lane, and a salt of its own each time', async () => {
    const [one, two] = await Promise.all([hasher.hash('correct horse'), hasher.hash('correct horse')]);
    // the order of the parameters is the library's; any is read
    assert.match(one, /^\$argon2id\$v=19\$(?=[^$]*\bm=19456\b)(?=[^$]*\bt=2\b)(?=[^$]*\bp=1\b)/);
    assert.notEqual(one, two);
    assert.equal(await hasher.verify(one, 'correct horse'), true);
    assert.equal(await hasher.verify(one, 'correct horsd'), false);
  });

  it('takes a password for the same, however its characters were composed', async () => {
    const verifier = await hasher.hash('Cafe\u0301 \u212bngstrom');
    assert.equal(await hasher.verify(verifier, 'Caf\u00e9 \u00c5ngstrom'), true);
  });

  it('takes what other libraries have written', async () => {
    const written =
      '$argon2id$v=19$m=19456,t=2,p=1$3JXC+YLp0mcpVANFZ+7WaA$5spm7zdXpAc2pNH3vXzvYlqxDd0lL3vawcZyzpD8Nto';
    assert.equal(await hasher.verify(written, 'x'), true);
    assert.equal(await hasher.verify(written, 'y'), false);
  });

  it('matches nothing where there is no account', async () => {
    assert.equal(await hasher.verify(undefined, 'correct horse'), false);
  });

  it('refuses what is more than may wait, and goes on', async () => {
    const busy = new PasswordHasher({ maxRunning: 1, maxWaiting: 1 });
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => busy.hash('correct horse')));
    const [, , last] = outcomes;
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected'],
    );
    assert.ok(last?.status === 'rejected' && last.reason instanceof RejectedError);
    assert.equal(last.reason.rejection.code, 'UNAVAILABLE');
    assert.match(await busy.hash('correct horse'), /^\$argon2id/);
  });
});

describe('the rules for new passwords', () => {
  const weak = async (password: string) =>
    (await passwordProblem(password, 'password', ['ada.lovelace', 'ada']))?.field;

  for (const [password, why] of [
    ['short 7', 'seven characters'],
    ['\u{1f512}\u{1f512}\u{1f511}\u{1f511}', 'four characters of two code units each'],
    ['aaaaaaaaaaaa', 'one character'],
    ['123456789', 'a row'],
    ['hgfedcba', 'a row backwards'],
    ['Password1', 'a common one'],
    ['QWERTYUIOP', 'a common one in capitals'],
    ['ada.lovelace1!', 'the name with signs around it'],
    ['berth2026', 'the product'],
  ] as const) {
    it(`refuse ${why}`, async () => assert.equal(await weak(password), 'password'));
  }

  for (const password of [
    'correct horse battery',
    'пароль-для-кластера',
    '机器学习实验室密码本',
    'Tr0ub4dor&3xyz',
    'ada likes engines',
  ]) {
    it(`take ${password}`, async () => assert.equal(await weak(password), undefined));
  }
});
