import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from '@jest/globals';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  validateSchema,
} from 'graphql';
import { nodeTypes } from './ids.js';
import { printedSchema, schema } from './schema.js';

const own = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

describe('the schema', () => {
  it('is the one that is kept; where it is meant to change: npm run schema:print', () => {
    const kept = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
    assert.equal(printedSchema(), kept);
  });

  it('is valid, and describes all that it has', () => {
    assert.deepEqual(validateSchema(schema), []);
    const bare: string[] = [];
    for (const type of own) {
      if (!type.description) bare.push(type.name);
      if (isEnumType(type)) continue;
      if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        if (!field.description) bare.push(`${type.name}.${field.name}`);
      }
    }
    assert.deepEqual(
      bare.filter((name) => !/^PageInfo\.|\.id$/.test(name)),
      [],
    );
  });

  it('names nodes by the ids that `node` takes, wherever it does', () => {
    const named = new RegExp(
      `^(${nodeTypes.map((type) => `${type.charAt(0).toLowerCase()}${type.slice(1)}`).join('|')})Id$`,
    );
    const plain: string[] = [];
    for (const type of own) {
      if (!isObjectType(type)) continue;
      for (const field of Object.values(type.getFields())) {
        if (named.test(field.name) && getNamedType(field.type).name !== 'ID')
          plain.push(`${type.name}.${field.name}`);
      }
    }
    assert.deepEqual(plain, []);
  });

  it('answers every mutation with a union that has all refusals', () => {
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      const result = getNamedType(field.type);
      assert.equal(result.name, `${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}Result`);
      const members = schema.getPossibleTypes(result as never).map(({ name }) => name);
      assert.equal(members.length, 14, field.name);
    }
  });

  it('has the operations that clients are promised', () => {
    const names = (of: { getFields(): object } | null | undefined) =>
      new Set(Object.keys(of?.getFields() ?? {}));
    const mutations =
      'register login refresh logout updateProfile changePassword createProject addMember createApiToken setRole activateUser suspendUser submitJob approveJob rejectJob cancelJob deleteJob createJoinToken createPool updateHost cordonHost uncordonHost drainHost setDeviceState setDeviceLimits liftQuarantine createGrant revokeGrant setPrice replayParked dropParked reserve changeReservation extendReservation releaseReservation cancelReservation setMaintenance cancelMaintenance requestGpus decideRequests withdrawRequest mapAccount unmapAccount submitArray cancelArray submitJobs submitWorkflow cancelWorkflow rerunWorkflow createSchedule updateSchedule pauseSchedule resumeSchedule deleteSchedule createCalendarFeed revokeCalendarFeed joinWaitlist leaveWaitlist acceptOffer declineOffer';
    const queries =
      'viewer users projects job jobs queue host hosts devices grants usage charges history parked node nodes availability reservation reservations calendar requests accounts array workflow workflows schedule schedules calendarFeeds waitlist';
    const subscriptions = 'jobEvents jobLogs jobMetrics deviceSamples calendarChanged';
    for (const name of mutations.split(' ')) assert.ok(names(schema.getMutationType()).has(name), name);
    for (const name of queries.split(' ')) assert.ok(names(schema.getQueryType()).has(name), name);
    for (const name of subscriptions.split(' '))
      assert.ok(names(schema.getSubscriptionType()).has(name), name);
  });
});
