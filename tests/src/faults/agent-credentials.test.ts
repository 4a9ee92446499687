import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, jest } from '@jest/globals';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import { subjects } from '@berth/contracts/subjects';
import { eventually } from '@berth/testing/eventually';
import { script, submit, untilState } from '../platform/jobs.js';
import { createLab, untilOnline } from '../platform/lab.js';
import { Platform } from '../platform/platform.js';

jest.setTimeout(240_000);

const WAIT_OPTIONS = { timeoutMs: 60_000, everyMs: 100 };
/** Some seven seconds: renewed every three or four. */
const LIFE_HOURS = '0.002';

describe("an agent's credentials", () => {
  it('end, and are renewed before: the host and its runs go on, and the old ones open nothing', async () => {
    const platform = await Platform.startFor({ env: { BERTH_AGENT_CREDENTIALS_TTL_HOURS: LIFE_HOURS } });
    const lab = await createLab(platform);
    const credsFile = join(platform.data, 'agent', 'bus.creds');
    const creds = () => readFileSync(credsFile, 'utf8');
    const { hostId } = JSON.parse(readFileSync(join(platform.data, 'agent', 'membership.json'), 'utf8')) as {
      hostId: string;
    };
    const first = creds();
    const long = await submit(lab, script('setTimeout(() => console.log("done"), 20_000)'));
    await untilState(lab.ada.api, long, ['RUNNING']);
    const seen = new Set<string>([first]);
    await eventually(() => {
      seen.add(creds());
      assert.ok(seen.size >= 4, `renewed ${seen.size - 1} times`);
    }, WAIT_OPTIONS);

    await eventually(
      () =>
        assert.rejects(
          connect({
            servers: platform.natsUrl,
            authenticator: credsAuthenticator(Buffer.from(first)),
            inboxPrefix: subjects.agentInbox(hostId),
            reconnect: false,
          }),
          /expired|authorization/i,
        ),
      WAIT_OPTIONS,
    );
    await untilState(lab.ada.api, long, ['SUCCEEDED']);
    await untilOnline(lab.admin.api);
    const { job } = await lab.ada.api.ask<{ job: { runs: readonly { state: string }[] } }>(
      'query ($id: ID!) { job(id: $id) { runs { state } } }',
      { id: long },
    );
    assert.equal(job.runs.length, 1);
  });
});
