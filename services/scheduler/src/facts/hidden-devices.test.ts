import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { withoutHidden } from './hidden-devices.js';

const shown = (data: Parameters<typeof withoutHidden>[0]) =>
  withoutHidden(
    data,
    (uuid) => uuid === 'GPU-1',
    (hostId) => hostId === 'seen',
  );
const device = (uuid: string, hostId = 'seen') => ({ hostId, uuid, index: 0 });

describe('data without devices that somebody does not see', () => {
  it('has those left that they see, wherever devices are named', () => {
    assert.deepEqual(
      shown({
        title: 'kept',
        devices: [device('GPU-0'), device('GPU-1'), device('GPU-2', 'hidden')],
        uuids: ['GPU-0', 'GPU-1'],
        hosts: [{ hostId: 'hidden' }, { hostId: 'seen', uuids: ['GPU-0'] }],
        freeWindows: [{ from: 'now', devices: [device('GPU-0')] }],
      }),
      {
        title: 'kept',
        devices: [device('GPU-1')],
        uuids: ['GPU-1'],
        hosts: [{ hostId: 'seen', uuids: [] }],
        freeWindows: [{ from: 'now', devices: [] }],
      },
    );
  });
  it('does not say on which host', () => {
    assert.deepEqual(shown({ hostId: 'hidden', run: 1 }), { run: 1 });
    assert.deepEqual(shown({ hostId: 'seen', run: 1 }), { hostId: 'seen', run: 1 });
    assert.deepEqual(shown({ uuid: 'GPU-0', n: null }), { n: null });
  });
});
