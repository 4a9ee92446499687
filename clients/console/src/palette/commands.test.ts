import { describe, expect, it } from '@jest/globals';
import { commandsOf, matches } from './commands.js';

it('what was found leads to its screen, and what has none is left out', () => {
  const hit = (kind: 'JOB' | 'USER' | 'RESERVATION', name: string) => ({
    kind,
    name,
    node: { id: `id-${kind}` },
  });
  expect(commandsOf([hit('JOB', 'train'), hit('USER', 'ada'), hit('RESERVATION', '')])).toEqual([
    { id: 'id-JOB', name: 'train', to: '/jobs/id-JOB', kind: 'JOB' },
    { id: 'id-RESERVATION', name: 'id-RESERVATION', to: '/reservations/id-RESERVATION', kind: 'RESERVATION' },
  ]);
});

describe('a name', () => {
  it.each([
    ['Find free GPUs', 'free gpu', true],
    ['Find free GPUs', 'GPUS find', true],
    ['Find free GPUs', 'ree', false],
    ['Find free GPUs', '', true],
    ['میزبان‌ها', 'میز', true],
    ['میزبان‌ها', 'ها', true],
    ['待审批', '待', true],
  ])('%s is found by "%s": %s', (name, text, found) => {
    expect(matches(name, text)).toBe(found);
  });
});
