import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import { reject } from '@berth/kernel/rejection';
import { err, ok } from '@berth/kernel/result';
import { assessUsage, type HostUsageReport } from './usage-evidence.js';

const isHolders = (_: string, account: string) => account === 'ada';
const says = (
  ...uses: readonly { known?: boolean; accounts?: readonly (string | undefined)[] }[]
): HostUsageReport => ({
  hostId: 'one',
  uuids: uses.map((_, index) => `GPU-${index}`),
  answer: ok(
    uses.map(({ known = true, accounts = [] }, index) => ({
      uuid: `GPU-${index}`,
      known,
      processes: accounts.map((account, pid) => (account === undefined ? { pid } : { pid, account })),
    })),
  ),
});
const silent: HostUsageReport = {
  hostId: 'two',
  uuids: ['GPU-9'],
  answer: err(reject('UNAVAILABLE', "the agent can't be reached")),
};

describe('evidence of use', () => {
  it('is a process of an account of the holder, whatever is not known beside it', () => {
    assert.deepEqual(assessUsage([says({ accounts: ['root', 'ada'] })], isHolders), {
      kind: 'used',
      processes: 1,
    });
    assert.equal(assessUsage([silent, says({ known: false, accounts: ['ada'] })], isHolders).kind, 'used');
  });
  it('of no use is what all hosts have said of all devices', () => {
    assert.deepEqual(assessUsage([says({}, { accounts: ['grace'] })], isHolders), {
      kind: 'unused',
      others: 1,
    });
  });
  it('is not what is not known: a host that is silent, a device, an owner', () => {
    for (const reports of [
      [silent],
      [says({}), silent],
      [says({ known: false })],
      [says({ accounts: [undefined] })],
    ])
      assert.equal(assessUsage(reports, isHolders).kind, 'unknown');
    const forgets = { ...says({}), uuids: ['GPU-0', 'GPU-1'] };
    assert.equal(assessUsage([forgets], isHolders).kind, 'unknown');
  });
  it('never calls unused what one host or device leaves open', () => {
    const use = fc.record({
      known: fc.boolean(),
      accounts: fc.array(fc.constantFrom('ada', 'grace', 'root', undefined), { maxLength: 4 }),
    });
    const usageReport = fc.oneof(
      fc.constant(silent),
      fc.array(use, { minLength: 1, maxLength: 4 }).map((uses) => says(...uses)),
    );
    fc.assert(
      fc.property(fc.array(usageReport, { minLength: 1, maxLength: 4 }), (reports) => {
        const { kind } = assessUsage(reports, isHolders);
        const told = reports.flatMap(({ answer }) => (answer.ok ? answer.value : []));
        const accounts = told.flatMap(({ processes }) => processes.map(({ account }) => account));
        const open = reports.some(({ answer }) => !answer.ok) || told.some(({ known }) => !known);
        if (accounts.includes('ada')) assert.equal(kind, 'used');
        else assert.equal(kind, open || accounts.includes(undefined) ? 'unknown' : 'unused');
      }),
    );
  });
});
