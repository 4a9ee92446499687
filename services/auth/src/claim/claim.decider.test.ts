import { describe, it } from '@jest/globals';
import type { ClaimEvent } from '@berth/contracts/auth/events';
import { given } from '@berth/service-host/testing';
import { idOf, sealed } from '../testing/fixtures.js';
import { claimDecider } from './claim.decider.js';

const ownerId = idOf('ada');
const intentId = idOf('intent');
const make = { type: 'makeClaim', kind: 'username', ownerId, intentId } as const;
const made: ClaimEvent = { type: 'auth.claim.made.v1', data: { kind: 'username', ownerId, intentId } };
const completed: ClaimEvent = { type: 'auth.claim.completed.v1', data: { ownerId, intentId } };
const released: ClaimEvent = { type: 'auth.claim.released.v1', data: { ownerId, intentId } };

describe('a claim', () => {
  it('is made once by one intent, which it holds', () => {
    const intent = sealed('intent');
    given(claimDecider)
      .when({ ...make, intent })
      .then({ ...made, data: { ...made.data, intent } } as ClaimEvent)
      .and.when(make)
      .nothing();
  });

  it('is refused to all others until it is released', () => {
    const other = { ...make, ownerId: idOf('bob'), intentId: idOf('other') };
    given(claimDecider).events(made).when(other).refused('ALREADY_EXISTS', 'username');
    given(claimDecider).events(made, completed).when(other).refused('ALREADY_EXISTS', 'username');
    given(claimDecider).events(made, completed, released).when(other).thenTypes('auth.claim.made.v1');
  });

  it('is refused to another intent of its own owner, since it may be released any moment', () => {
    const again = { ...make, intentId: idOf('other') };
    given(claimDecider).events(made, completed).when(again).refused('INVALID_STATE', 'username');
  });

  it('names the field that it keeps unique', () => {
    const taken = (kind: 'email' | 'phone' | 'projectName' | 'firstUser') =>
      given(claimDecider)
        .events(made)
        .when({ type: 'makeClaim', kind, ownerId: idOf('bob'), intentId: idOf('other') });
    taken('email').refused('ALREADY_EXISTS', 'email');
    taken('phone').refused('ALREADY_EXISTS', 'profile.phone');
    taken('projectName').refused('ALREADY_EXISTS', 'name');
    taken('firstUser').refused('ALREADY_EXISTS', 'role');
  });

  it('is completed by its intent only, once', () => {
    const complete = { type: 'completeClaim', intentId } as const;
    given(claimDecider).events(made).when(complete).then(completed).and.when(complete).nothing();
    given(claimDecider).when(complete).refused('INVALID_STATE');
    given(claimDecider)
      .events(made)
      .when({ ...complete, intentId: idOf('other') })
      .refused('INVALID_STATE');
    given(claimDecider).events(made, released).when(complete).refused('INVALID_STATE');
  });

  it('can be abandoned before it is completed, never after', () => {
    const abandon = { type: 'abandonClaim', intentId, taken: 'email' } as const;
    given(claimDecider)
      .events(made)
      .when(abandon)
      .then({ ...released, data: { ownerId, intentId, taken: 'email' } } as ClaimEvent)
      .and.when(abandon)
      .nothing();
    given(claimDecider).events(made, completed).when(abandon).refused('INVALID_STATE');
    given(claimDecider)
      .events(made)
      .when({ ...abandon, intentId: idOf('other') })
      .nothing();
  });

  it('is released by its owner, whatever it has come to', () => {
    const release = { type: 'releaseClaim', ownerId } as const;
    given(claimDecider).events(made, completed).when(release).then(released).and.when(release).nothing();
    given(claimDecider).events(made).when(release).then(released);
    given(claimDecider)
      .events(made, completed)
      .when({ ...release, ownerId: idOf('bob') })
      .nothing();
  });
});
