import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { createApiToken, createProject } from '@berth/contracts/auth/operations';
import { accepted, AuthTestStorage } from '../testing/auth-test-service.js';
import { idOf } from '../testing/fixtures.js';
import { join } from '../testing/crash-at-every-append.js';
import { HistoryRights } from './history-rights.js';

describe('the history of what is one’s own', () => {
  it('may be read by its owner and by members only', async () => {
    const world = await (await AuthTestStorage.open()).start();
    const [ada, bob] = [await join(world, 'ada'), await join(world, 'bob')];
    const project = accepted(await world.ask(createProject, { name: 'Vision' }, { as: ada }));
    const token = accepted(
      await world.ask(createApiToken, { name: 'nightly', scopes: ['read'] }, { as: ada }),
    );
    const rights = new HistoryRights(world.auth.sessions, world.auth.tokens, world.auth.projects);
    for (const [entity, id] of [
      ['user', ada.userId],
      ['session', ada.sessionId ?? ''],
      ['apiToken', token.apiToken.id],
      ['project', project.id],
    ] as const) {
      assert.equal(await rights.mayRead(ada, entity, id), true, `own ${entity}`);
      assert.equal(await rights.mayRead(bob, entity, id), false, `other's ${entity}`);
      assert.equal(await rights.mayRead(ada, entity, idOf('nothing')), false, `no ${entity}`);
    }
    assert.equal(await rights.mayRead(ada, 'claim', idOf('claim')), false);
    assert.equal(await rights.mayRead(ada, 'keyring', idOf('keyring')), false);
  });
});
