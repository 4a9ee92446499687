import assert from 'node:assert/strict';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { archiveProject } from '@berth/contracts/auth/operations';
import { newId } from '@berth/kernel/ids';
import { reject } from '@berth/kernel/rejection';
import type { Gateway } from '../gateway.js';
import { toGlobalId } from '../graphql/ids.js';
import { StandInPlatform } from '../testing/stand-in-platform.js';
import { TestClient, startTestGateway } from '../testing/test-client.js';

const ARCHIVE = `mutation ($id: ID!) { archiveProject(input: { projectId: $id }) {
  __typename
  ... on ArchiveProjectSuccess { project { id name archived } }
  ... on Error { message field }
} }`;

let platform: StandInPlatform;
let gateway: Gateway;
let client: TestClient;
beforeAll(async () => {
  platform = await StandInPlatform.start();
  gateway = await startTestGateway(platform);
  client = new TestClient(gateway, await platform.issuer.token());
});
afterAll(async () => {
  await gateway.stop();
  await platform.stop();
});

describe('archiveProject', () => {
  it('hands on which project, and shows it as it is then', async () => {
    const projectId = newId();
    let asked: unknown;
    platform.answer(archiveProject, (input) => {
      asked = input;
      return {
        id: projectId,
        name: 'old',
        archived: true,
        members: [],
        createdAt: '2026-01-05T09:00:00.000Z',
      };
    });
    const id = toGlobalId('Project', projectId);
    const { archiveProject: done } = await client.data(ARCHIVE, { id });
    assert.deepEqual(asked, { projectId });
    const project = { id, name: 'old', archived: true };
    assert.deepEqual(done, { __typename: 'ArchiveProjectSuccess', project });
  });
  it('is refused by name', async () => {
    platform.refuse(archiveProject, reject('NOT_FOUND', 'there is no such project', 'projectId'));
    const { archiveProject: refused } = await client.data(ARCHIVE, { id: newId() });
    const why = { message: 'there is no such project', field: 'input.projectId' };
    assert.deepEqual(refused, { __typename: 'NotFound', ...why });
  });
});
