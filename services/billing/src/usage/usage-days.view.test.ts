import { describe, it } from '@jest/globals';
import type { JsonObject } from '@berth/kernel/json';
import { given } from '@berth/read-models/testing';
import { usageDays } from './usage-days.view.js';

const aLine = (model: string, deviceSeconds: number, amountMicros: number) => ({
  model,
  deviceSeconds,
  amountMicros,
});
const charged = (to: string, lines: ReturnType<typeof aLine>[], seconds: number) => ({
  type: 'billing.charge.charged.v1',
  data: {
    projectId: 'P',
    userId: 'ada',
    to,
    seconds,
    deviceSeconds: lines.reduce((sum, line) => sum + line.deviceSeconds, 0),
    amountMicros: lines.reduce((sum, line) => sum + line.amountMicros, 0),
    lines,
  } as JsonObject,
});

describe('usage of a day', () => {
  it('adds up what ended on it, exactly', () => {
    given(usageDays)
      .events(
        charged('2026-03-01T00:00:00.000Z', [aLine('A100', 0.1, 1)], 0.1),
        charged('2026-03-01T23:59:59.999Z', [aLine('A100', 0.2, 2), aLine('T4', 0.4, 4)], 0.2),
        charged('2026-03-02T00:00:00.000Z', [aLine('A100', 8, 8)], 8),
      )
      .expectDocument('2026-03-01/P/ada', {
        day: '2026-03-01',
        projectId: 'P',
        userId: 'ada',
        deviceMs: 700,
        leaseMs: 300,
        leases: 2,
        amountMicros: 7,
        models: {
          A100: { deviceMs: 300, leaseMs: 300, leases: 2, amountMicros: 3 },
          T4: { deviceMs: 400, leaseMs: 200, leases: 1, amountMicros: 4 },
        },
      })
      .expectNoDocument('2026-03-03/P/ada');
  });
});
