import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { TestEvent } from '@berth/read-models/testing';
import { idOf } from '../testing/fixtures.js';
import { ProjectedEvents } from '../testing/projected-events.js';
import { Grantees } from './grantees.js';

const [userId, projectId] = [idOf('ada'), idOf('vision')];
const about = (type: string, data: { readonly [key: string]: string }): TestEvent => ({
  type: `auth.${type}.v1`,
  data,
});
const registered = about('user.registered', { userId });
const created = about('project.created', { projectId, leadId: userId });

describe('a grant', () => {
  const refusals = async (...events: readonly TestEvent[]) => {
    const { readModels } = await new ProjectedEvents().see(...events);
    const grantees = new Grantees(readModels, 0);
    const [user, project] = [await grantees.refusal({ userId }), await grantees.refusal({ projectId })];
    return [user?.field, project?.field];
  };

  it('is for people and projects that exist', async () => {
    assert.deepEqual(await refusals(registered, created), [undefined, undefined]);
    assert.deepEqual(await refusals(created), ['userId', undefined]);
    assert.deepEqual(await refusals(registered), [undefined, 'projectId']);
  });

  it('is not for those who left or projects that are archived', async () => {
    const left = [about('user.deleted', { userId }), about('project.archived', { projectId })];
    assert.deepEqual(await refusals(registered, created, ...left), ['userId', 'projectId']);
  });

  it('waits for a user who has just registered', async () => {
    const seen = new ProjectedEvents();
    const refusal = new Grantees(seen.readModels, 10_000).refusal({ userId });
    await seen.see(registered);
    assert.equal(await refusal, undefined);
  });
});
