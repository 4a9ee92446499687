import { describe, it } from '@jest/globals';
import type { AdminRosterEvent } from '@berth/contracts/auth/events';
import { given } from '@berth/service-host/testing';
import { idOf } from '../testing/fixtures.js';
import { rosterDecider } from './admin-roster.decider.js';

const joined = (word: string, userVersion = 1): AdminRosterEvent => ({
  type: 'auth.adminRoster.joined.v1',
  data: { userId: idOf(word), userVersion },
});
const left = (word: string, userVersion: number): AdminRosterEvent => ({
  type: 'auth.adminRoster.left.v1',
  data: { userId: idOf(word), userVersion, change: { kind: 'delete' } },
});
const join = (word: string, userVersion = 1) =>
  ({ type: 'joinRoster', userId: idOf(word), userVersion }) as const;
const leave = (word: string, userVersion = 1) =>
  ({ type: 'leaveRoster', userId: idOf(word), userVersion, change: { kind: 'delete' } }) as const;

describe('the roster of admins', () => {
  it('lets an admin go while another one stays', () => {
    given(rosterDecider)
      .events(joined('ada'), joined('bob'))
      .when(leave('ada', 4))
      .then(left('ada', 4))
      .and.when(leave('bob'))
      .refused('INVALID_STATE', 'userId');
  });

  it('never lets the last one go', () => {
    given(rosterDecider).events(joined('ada')).when(leave('ada')).refused('INVALID_STATE', 'userId');
  });

  it('does not bring back by a late repeat who has left since', () => {
    given(rosterDecider).events(joined('ada'), joined('bob'), left('ada', 3)).when(join('ada', 1)).nothing();
    given(rosterDecider)
      .events(joined('ada'), joined('bob'), left('ada', 3))
      .when(join('ada', 5))
      .then(joined('ada', 5));
  });

  it('has nothing to do with who is not on it', () => {
    given(rosterDecider).events(joined('ada')).when(leave('carol')).nothing();
    given(rosterDecider).events(joined('ada')).when(join('ada')).nothing();
  });

  it('refuses a leave that was decided before the admin became one again', () => {
    given(rosterDecider)
      .events(joined('ada', 7), joined('bob'))
      .when(leave('ada', 5))
      .refused('INVALID_STATE', 'userId');
  });
});
