import assert from 'node:assert/strict';
import { it } from '@jest/globals';
import { HostConditions } from './conditions.js';

it('reports each change of what is wrong with the host, once', () => {
  const conditions = new HostConditions();
  const reported: string[] = [];
  const forget = conditions.onChange(() =>
    reported.push(
      conditions
        .list()
        .map(({ kind, message }) => `${kind}: ${message}`)
        .join(', '),
    ),
  );
  conditions.clear('diskFull');
  conditions.raise('diskFull', 'full');
  conditions.raise('diskFull', 'full');
  conditions.raise('devicesUnreadable', 'mute');
  conditions.raise('diskFull', 'full again');
  conditions.clear('devicesUnreadable');
  conditions.clear('devicesUnreadable');
  forget();
  conditions.clear('diskFull');
  assert.deepEqual(reported, [
    'diskFull: full',
    'devicesUnreadable: mute, diskFull: full',
    'devicesUnreadable: mute, diskFull: full again',
    'diskFull: full again',
  ]);
  assert.deepEqual(conditions.list(), []);
});
