import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { eventually } from '@berth/testing/eventually';
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

describe('a login by code', () => {
  const post = async (
    path: string,
    form: Record<string, string>,
  ): Promise<{ status: number; text: string }> => {
    const response = await fetch(platform.url + path, {
      method: 'POST',
      headers: { origin: platform.url },
      body: new URLSearchParams(form),
    });
    return { status: response.status, text: await response.text() };
  };

  it('is approved on the page by a password, which leaves one session: that of the program', async () => {
    const before = new Set((await sessionsOf(ada)).map(({ id }) => id));
    const asked = await post('/oauth/device', { client_id: 'my-tool', client_name: 'my tool on gpu-7' });
    const codes = JSON.parse(asked.text) as { device_code: string; user_code: string };
    const shown = await post('/device', { code: codes.user_code, login: 'ada', password: PASSWORD });
    assert.match(shown.text, /my tool on gpu-7[\s\S]*127\.0\.0\.1[\s\S]*<strong>ada<\/strong>/);
    const [, token = ''] = /name="token" value="([^"]+)"/.exec(shown.text) ?? [];
    const decision = { code: codes.user_code, token, decision: 'approve' };
    assert.match((await post('/device', decision)).text, /The program is logged in/);
    const granted = await post('/oauth/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: codes.device_code,
    });
    assert.equal(granted.status, 200, granted.text);
    const { access_token } = JSON.parse(granted.text) as { access_token: string };
    const { viewer } = await platform.api
      .as(access_token)
      .ask<{ viewer: { username: string } }>('{ viewer { username } }');
    assert.equal(viewer.username, 'ada');
    const since = (await sessionsOf(ada)).filter(({ id }) => !before.has(id));
    assert.equal(since.length, 1);
    // the page's own session has ended with the decision
    await eventually(async () => assert.equal((await post('/device', decision)).status, 401));
  });
});
