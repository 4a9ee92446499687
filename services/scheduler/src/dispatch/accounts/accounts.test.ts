import { describe, it } from '@jest/globals';
import { idFromName } from '@berth/kernel/ids';
import { given } from '@berth/service-host/testing';
import { hostId, LATER, NOW, userId } from '../../testing/fixtures.js';
import { accountsDecider, type AccountCommand } from './accounts.js';

const account = { keyId: `user:${userId}`, iv: '', data: '' };
const accountKey = 'blind';
const map: AccountCommand = { type: 'map', hostId, userId, accountKey, account, now: NOW };
const other = { ...map, userId: idFromName('user', 'grace') };
const unmap: AccountCommand = { type: 'unmap', hostId, accountKey, now: LATER };
const host = given(accountsDecider);
const mapped = host.when(map).thenTypes('scheduler.accounts.mapped.v1').and;

describe('accounts of a host', () => {
  it('are mapped once', () => {
    mapped.when(map).nothing();
  });
  it('are of one user each, and may be of another afterwards', () => {
    mapped.when(other).refused('ALREADY_EXISTS', 'account');
    mapped
      .when(unmap)
      .then({
        type: 'scheduler.accounts.unmapped.v1',
        data: { hostId, userId, accountKey, unmappedAt: LATER },
      })
      .and.when(other)
      .thenTypes('scheduler.accounts.mapped.v1');
  });
  it('can be several of one user', () => {
    mapped.when({ ...map, accountKey: 'second' }).thenTypes('scheduler.accounts.mapped.v1');
  });
  it('are not found where nobody is mapped to them', () => {
    host.when(unmap).refused('NOT_FOUND', 'account');
  });
});
