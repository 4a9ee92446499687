import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import {
  addMember,
  archiveProject,
  createProject,
  projectsByIdQuery,
  projectsQuery,
  removeMember,
  setRole,
} from '@berth/contracts/auth/operations';
import { accepted, AuthTestStorage, refusalOf } from '../testing/auth-test-service.js';
import { idOf } from '../testing/fixtures.js';
import { join } from '../testing/crash-at-every-append.js';

describe('projects', () => {
  it('are created by members, not by guests and auditors, under a unique name', async () => {
    const world = await (await AuthTestStorage.open()).start();
    const [ada, bob] = [await join(world, 'ada'), await join(world, 'bob')];
    const made = accepted(
      await world.ask(createProject, { name: 'Vision', description: 'sees' }, { as: bob }),
    );
    assert.deepEqual(made, {
      id: made.id,
      name: 'Vision',
      description: 'sees',
      archived: false,
      members: [{ userId: bob.userId, memberRole: 'lead' }],
      createdAt: made.createdAt,
    });
    const taken = await world.ask(createProject, { name: ' VISION ' }, { as: ada });
    assert.deepEqual(refusalOf(taken), ['ALREADY_EXISTS', 'name']);
    for (const role of ['guest', 'auditor'] as const) {
      accepted(await world.ask(setRole, { userId: bob.userId, role }, { as: ada }));
      const refused = await world.ask(createProject, { name: 'Speech' }, { as: { ...bob, role } });
      assert.equal(refusalOf(refused)[0], 'FORBIDDEN');
    }
  });

  it('are founded once for one request, and once of 10 who want the name at once', async () => {
    const ground = await AuthTestStorage.open();
    const [one, two] = [await ground.start(), await ground.start()];
    const ada = await join(one, 'ada');
    const same = await Promise.all(
      [one, two, one, two].map((world) =>
        world.ask(createProject, { name: 'Vision' }, { as: ada, key: 'k' }),
      ),
    );
    assert.equal(new Set(same.map((each) => accepted(each).id)).size, 1);
    const racing = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        (index % 2 ? one : two).ask(createProject, { name: 'Speech' }, { as: ada }),
      ),
    );
    assert.equal(racing.filter(({ ok }) => ok).length, 1);
  });

  it('get another lead only from staff', async () => {
    const world = await (await AuthTestStorage.open()).start();
    const [ada, bob] = [await join(world, 'ada'), await join(world, 'bob')];
    const byBob = await world.ask(createProject, { name: 'Vision', leadId: ada.userId }, { as: bob });
    assert.deepEqual(refusalOf(byBob), ['FORBIDDEN', 'leadId']);
    const nobody = await world.ask(createProject, { name: 'Vision', leadId: idOf('nobody') }, { as: ada });
    assert.deepEqual(refusalOf(nobody), ['NOT_FOUND', 'leadId']);
    const made = accepted(
      await world.ask(createProject, { name: 'Vision', leadId: bob.userId }, { as: ada }),
    );
    assert.deepEqual(made.members, [{ userId: bob.userId, memberRole: 'lead' }]);
  });

  it('take members from leads and managers, and are not there for others', async () => {
    const world = await (await AuthTestStorage.open()).start();
    const [ada, bob, eve] = [await join(world, 'ada'), await join(world, 'bob'), await join(world, 'eve')];
    const { id: projectId } = accepted(await world.ask(createProject, { name: 'Vision' }, { as: bob }));
    const add = (userId: string, as: typeof bob) => world.ask(addMember, { projectId, userId }, { as });
    assert.deepEqual(refusalOf(await add(eve.userId, eve)), ['NOT_FOUND', 'projectId']);
    assert.deepEqual(refusalOf(await add(idOf('nobody'), eve)), ['NOT_FOUND', 'projectId']);
    assert.deepEqual(refusalOf(await add(idOf('nobody'), bob)), ['NOT_FOUND', 'userId']);
    assert.equal(accepted(await add(eve.userId, bob)).members.length, 2);
    assert.equal(refusalOf(await add(ada.userId, eve))[0], 'FORBIDDEN');
    assert.equal(accepted(await add(ada.userId, ada)).members.length, 3);
    const left = await world.ask(removeMember, { projectId, userId: eve.userId }, { as: eve });
    assert.equal(accepted(left).members.length, 2);
  });

  it('are archived by their leads, and stay to be seen', async () => {
    const world = await (await AuthTestStorage.open()).start();
    world.startReactors();
    const [ada, bob] = [await join(world, 'ada'), await join(world, 'bob')];
    const { id: projectId } = accepted(await world.ask(createProject, { name: 'Vision' }, { as: bob }));
    accepted(await world.ask(addMember, { projectId, userId: ada.userId }, { as: bob }));
    const archive = (key: string) => world.ask(archiveProject, { projectId }, { as: bob, key });
    assert.equal(accepted(await archive('once')).archived, true);
    assert.equal(accepted(await archive('once')).archived, true);
    assert.equal(accepted(await archive('again')).archived, true);
    const eve = await join(world, 'eve');
    const added = await world.ask(addMember, { projectId, userId: eve.userId }, { as: bob });
    assert.deepEqual(refusalOf(added), ['INVALID_STATE', 'projectId']);
    assert.deepEqual(refusalOf(await world.ask(archiveProject, { projectId }, { as: eve })), [
      'NOT_FOUND',
      'projectId',
    ]);
    await world.settled();
    const { items } = accepted(await world.ask(projectsQuery, {}, { as: bob }));
    assert.deepEqual(
      items.map(({ node }) => [node.name, node.archived]),
      [['Vision', true]],
    );
    const taken = await world.ask(createProject, { name: 'Vision' }, { as: bob });
    assert.deepEqual(refusalOf(taken), ['ALREADY_EXISTS', 'name']);
  });

  it('are listed: all for those in charge, their own for others, by name', async () => {
    const world = await (await AuthTestStorage.open()).start();
    world.startReactors();
    const [ada, bob] = [await join(world, 'ada'), await join(world, 'bob')];
    const ids: string[] = [];
    for (const [name, as] of [
      ['Vision', ada],
      ['Speech', bob],
      ['Vision 2', bob],
      ['Robots', ada],
    ] as const) {
      ids.push(accepted(await world.ask(createProject, { name }, { as })).id);
    }
    await world.settled();
    const names = async (as: typeof ada, input: object = {}) =>
      accepted(await world.ask(projectsQuery, input, { as })).items.map(({ node }) => node.name);
    assert.deepEqual(await names(ada), ['Vision', 'Speech', 'Vision 2', 'Robots']);
    assert.deepEqual(await names(ada, { search: 'vision' }), ['Vision', 'Vision 2']);
    assert.deepEqual(await names(ada, { memberId: bob.userId }), ['Speech', 'Vision 2']);
    assert.deepEqual(await names(bob), ['Speech', 'Vision 2']);
    assert.deepEqual(await names(bob, { search: 'VIS', memberId: bob.userId }), ['Vision 2']);
    assert.deepEqual(await names(ada, { sort: 'newest' }), ['Robots', 'Vision 2', 'Speech', 'Vision']);
    assert.deepEqual(await names(ada, { sort: 'name' }), ['Robots', 'Speech', 'Vision', 'Vision 2']);
    assert.deepEqual(await names(bob, { sort: 'newest' }), ['Vision 2', 'Speech']);
    assert.deepEqual(await names(bob, { sort: 'name', search: 's' }), ['Speech', 'Vision 2']);
    accepted(await world.ask(archiveProject, { projectId: ids[1] ?? '' }, { as: bob }));
    await world.settled();
    assert.deepEqual(await names(ada, { archived: true }), ['Speech']);
    assert.deepEqual(await names(ada, { archived: false, sort: 'name' }), ['Robots', 'Vision', 'Vision 2']);
    assert.deepEqual(await names(bob, { archived: false }), ['Vision 2']);
    const [first] = accepted(await world.ask(projectsQuery, { sort: 'name', first: 1 }, { as: ada })).items;
    assert.deepEqual(await names(ada, { sort: 'name', first: 2, after: first?.cursor }), [
      'Speech',
      'Vision',
    ]);
    const others = await world.ask(projectsQuery, { memberId: ada.userId }, { as: bob });
    assert.deepEqual(refusalOf(others), ['FORBIDDEN', 'memberId']);
    const seen = accepted(await world.ask(projectsByIdQuery, { ids: [...ids].reverse() }, { as: bob }));
    assert.deepEqual(
      seen.map(({ name }) => name),
      ['Vision 2', 'Speech'],
    );
  });
});
