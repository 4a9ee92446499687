import { newId } from '@berth/kernel/ids';
import type { Case } from './case.js';
import { refused } from './api-cases.js';

const requestInput = (change: object = {}) => ({
  project: 'nowhere',
  durationMinutes: 60,
  reason: 'a paper is due',
  ...change,
});

/** Requests, accounts on hosts, waiting lists, calendar feeds. */
export const waiting: readonly Case[] = [
  refused('ada', 'requestGpus', requestInput(), ['a project that does not exist', 'NOT_FOUND', 'project']),
  refused('ada', 'requestGpus', requestInput({ reason: ' ' }), ['no reason', 'VALIDATION_FAILED', 'reason']),
  refused('ada', 'requestGpus', requestInput({ gpus: { count: 0 } }), [
    'no devices',
    'VALIDATION_FAILED',
    'gpus.count',
  ]),
  refused('ada', 'withdrawRequest', { requestId: newId() }, ['an unknown one', 'NOT_FOUND', 'requestId']),
  refused('ada', 'decideRequests', { ids: [newId()], decision: 'APPROVE' }, ['by a member', 'FORBIDDEN']),
  refused('admin', 'decideRequests', { ids: [newId()], decision: 'REJECT' }, [
    'a rejection without a reason',
    'VALIDATION_FAILED',
    'reason',
  ]),
  refused('admin', 'decideRequests', { ids: [], decision: 'APPROVE' }, [
    'of none',
    'VALIDATION_FAILED',
    'ids',
  ]),
  refused('ada', 'mapAccount', ({ lab, host }) => ({ userId: lab.ada.id, hostId: host, account: 'root' }), [
    'by a member',
    'FORBIDDEN',
  ]),
  refused(
    'admin',
    'mapAccount',
    ({ lab, host }) => ({ userId: lab.ada.id, hostId: host, account: '-rf x' }),
    ['a name that is none', 'VALIDATION_FAILED', 'account'],
  ),
  refused('admin', 'mapAccount', ({ lab }) => ({ userId: lab.ada.id, hostId: newId(), account: 'ada' }), [
    'an unknown host',
    'NOT_FOUND',
    'hostId',
  ]),
  refused('ada', 'joinWaitlist', { project: 'nowhere', durationMinutes: 60 }, [
    'a project that does not exist',
    'NOT_FOUND',
    'project',
  ]),
  refused('ada', 'acceptOffer', { entryId: newId(), offerId: newId() }, [
    'an unknown place',
    'NOT_FOUND',
    'entryId',
  ]),
  refused('ada', 'createCalendarFeed', { scope: 'POOL' }, ['of nothing', 'VALIDATION_FAILED', 'of']),
  refused('ada', 'createCalendarFeed', { scope: 'DEVICE', of: 'GPU-nowhere' }, [
    'of an unknown device',
    'NOT_FOUND',
    'of',
  ]),
  refused('ada', 'revokeCalendarFeed', { feedId: newId() }, ['an unknown one', 'NOT_FOUND', 'feedId']),
];
