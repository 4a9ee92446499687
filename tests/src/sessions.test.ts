import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { nodesOf, PASSWORD, register, type Nodes, type Person } from './platform/lab.js';
import { Platform } from './platform/platform.js';

jest.setTimeout(240_000);

let platform: Platform;
let ada: Person;

beforeAll(async () => {
  platform = await Platform.start({ agent: false });
  await register(platform, 'root');
  ada = await register(platform, 'ada');
});
afterAll(() => platform.stop());

/** A page of the gateway in a browser of its own: it keeps the cookie as a browser does. */
class Tab {
  cookie = '';
  token = '';

  async send(method: string, path: string, body?: object): Promise<number> {
    const response = await fetch(`${platform.url}/api/v1${path}`, {
      method,
      headers: {
        origin: platform.url,
        'berth-session': 'cookie',
        ...(this.cookie && { cookie: this.cookie }),
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const set = response.headers.getSetCookie().find((each) => each.startsWith('berth-refresh='));
    if (set !== undefined) this.cookie = set.split(';')[0]?.replace(/^berth-refresh=$/, '') ?? '';
    if (response.ok && text !== '') {
      const answer = JSON.parse(text) as { accessToken?: string };
      assert.ok(!('refreshToken' in answer), 'the token is in the answer');
      this.token = answer.accessToken ?? this.token;
    }
    return response.status;
  }

  /** Another tab of the same browser. */
  copy(): Tab {
    return Object.assign(new Tab(), this);
  }
}

async function aTab(): Promise<Tab> {
  const tab = new Tab();
  assert.equal(await tab.send('POST', '/session', { login: 'ada', password: PASSWORD }), 200);
  assert.notEqual(tab.cookie, '');
  return tab;
}

const refreshed = (tab: Tab): Promise<number> => tab.send('POST', '/session/refresh');
const sessionsOf = async ({ api }: Person): Promise<readonly { id: string; current: boolean }[]> => {
  const { sessions } = await api.ask<{ sessions: Nodes<{ id: string; current: boolean }> }>(
    '{ sessions { edges { node { id current } } } }',
  );
  return nodesOf(sessions);
};

describe('a session in a browser', () => {
  it('goes on in two tabs that refresh at once', async () => {
    const one = await aTab();
    const two = one.copy();
    assert.deepEqual(await Promise.all([refreshed(one), refreshed(two)]), [200, 200]);
    assert.equal(one.cookie, two.cookie);
    assert.equal(await refreshed(one), 200);
  });

  it('is over once it is revoked, and the cookie is gone', async () => {
    const before = new Set((await sessionsOf(ada)).map(({ id }) => id));
    const tab = await aTab();
    const session = (await sessionsOf(ada)).find(({ id }) => !before.has(id))?.id;
    await ada.api.do('revokeSession', { sessionId: session }, 'done');
    assert.equal(await refreshed(tab), 401);
    assert.equal(tab.cookie, '');
    assert.equal(await refreshed(tab), 401);
  });

  it('is over once an old token comes again', async () => {
    const tab = await aTab();
    const thief = tab.copy();
    assert.equal(await refreshed(tab), 200);
    assert.equal(await refreshed(tab), 200);
    assert.equal(await refreshed(thief), 401);
    assert.equal(await refreshed(tab), 401);
  });

  it('ends at a log-out without an access token', async () => {
    const before = (await sessionsOf(ada)).length;
    const tab = await aTab();
    tab.token = '';
    const copy = tab.copy();
    assert.equal(await tab.send('DELETE', '/session'), 204);
    assert.equal(tab.cookie, '');
    assert.equal(await refreshed(copy), 401);
    assert.equal((await sessionsOf(ada)).length, before);
  });
});
