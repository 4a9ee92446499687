import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { it } from '@jest/globals';
import { onTestEnd } from '@berth/testing/test-end';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Access, Log, startStandIn } from '@berth/kurrentdb-standin';
import { tempDir } from '@berth/testing/temp-dir';
import { SERVICES } from '@berth/contracts/services';
import { createLab } from './platform/lab.js';
import { script, submit, untilState } from './platform/jobs.js';
import { Platform } from './platform/platform.js';

const SETUP = fileURLToPath(import.meta.resolve('@berth/event-store-kurrentdb/setup-command'));

/** The stand-in's users and lists follow the servers' sources; it is no proof of a real server. */
it('runs on an event store over TLS where each service is a user of its own', async () => {
  const log = new Log();
  const admin = { password: randomUUID() };
  const access = new Access(log, admin);
  const server = await startStandIn({ log, access });
  onTestEnd(() => server.close());

  access.accounts.set('ann', { password: 'hers-alone', groups: [] });
  const asAnn = server.url.replace('//', '//ann:hers-alone@');
  const refused = await Platform.refusedStart({
    data: join(tempDir('refused'), 'data'),
    agent: false,
    env: { BERTH_EVENT_STORE: asAnn },
  });
  assert.equal(refused.status, 1);
  assert.match(
    refused.said,
    /did not start: .*use \$all \(7 PERMISSION_DENIED\).*npm run event-store -- setup/,
  );
  assert.doesNotMatch(refused.said, /hers-alone|\{/);

  const logins = tempDir('logins');
  const services = SERVICES.flatMap((name) => ['--service', name]);
  await promisify(execFile)(
    process.execPath,
    [SETUP, 'setup', '--exclusive', '--logins', logins, ...services],
    {
      env: {
        ...process.env,
        BERTH_EVENT_STORE: server.url,
        BERTH_EVENT_STORE_ADMIN_PASSWORD: admin.password,
      },
    },
  );
  const env = { BERTH_EVENT_STORE: server.url, BERTH_EVENT_STORE_LOGINS: logins };
  const platform = await Platform.startFor({ env });
  const lab = await createLab(platform);
  const id = await submit(lab, script('console.log("done")'));
  await untilState(lab.ada.api, id, ['SUCCEEDED']);
  const connections = new Set(server.traffic.calls.map(({ connection }) => connection));
  for (const name of SERVICES) assert.ok(connections.has(`berth-${name}`), name);
}, 180_000);
