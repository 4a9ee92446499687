import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { jwksQuery } from '@berth/contracts/auth/operations';
import type { ServiceName } from '@berth/contracts/services';
import { eventually } from '@berth/testing/eventually';
import { StandInPlatform } from './testing/stand-in-platform.js';
import { TestClient, startTestGateway } from './testing/test-client.js';

async function aGateway(without: readonly ServiceName[]) {
  const platform = await StandInPlatform.start({ without });
  onTestEnd(() => platform.stop());
  const gateway = await startTestGateway(platform);
  onTestEnd(() => gateway.stop());
  const readiness = () => new TestClient(gateway).send('/readyz');
  return { platform, readiness };
}

describe('a gateway', () => {
  it('is not ready before auth is there, and has keys', async () => {
    const { platform, readiness } = await aGateway(['auth']);
    platform.answer(jwksQuery, () => ({ keys: [] }));
    await eventually(async () => {
      const { status, body } = await readiness();
      assert.deepEqual([status, body], [503, 'auth did not answer: auth is not running\n']);
    });
    await platform.serve('auth');
    await eventually(async () => {
      const { status, body } = await readiness();
      assert.deepEqual([status, body], [503, 'auth did not answer: it has no signing keys\n']);
    });
    platform.answer(jwksQuery, () => ({ keys: [platform.issuer.jwk] }));
    await eventually(async () => assert.equal((await readiness()).status, 200));
  });

  for (const service of ['inventory', 'scheduler', 'telemetry', 'billing'] as const) {
    it(`is not ready before ${service} is there, and stays ready without it`, async () => {
      const { platform, readiness } = await aGateway([service]);
      await eventually(async () => {
        const { status, body } = await readiness();
        assert.deepEqual([status, body], [503, `${service} did not answer: ${service} is not running\n`]);
      });
      await platform.serve(service);
      await eventually(async () => assert.equal((await readiness()).status, 200));
      await platform.bus(service).close();
      assert.equal((await readiness()).status, 200);
    });
  }
});
