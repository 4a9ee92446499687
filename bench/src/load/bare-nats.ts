import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { connectBus } from '@berth/bus/connection';
import { subjects } from '@berth/contracts/subjects';
import { startNats } from '@berth/testing/nats';
import { inFlight, rate } from '../measure/measure-interleaved.js';

const PROGRAM = fileURLToPath(new URL('bare-nats.process.js', import.meta.url));
/** About what a submission takes on the bus. */
const MESSAGE = Buffer.alloc(1_200, 'x');

/** The floor of the bus: one request a message to another process that answers at once, as the NATS client does it. */
export interface BareNats {
  /** Requests a second. */
  measure(atOnce: number, requests: number): Promise<number>;
  close(): Promise<void>;
}

export async function startBareNats(): Promise<BareNats> {
  const nats = await startNats();
  const responder = fork(PROGRAM, [nats.url, nats.credsOf('scheduler')]);
  await once(responder, 'message');
  const bus = await connectBus({
    url: nats.url,
    name: 'bench',
    inboxPrefix: subjects.inbox('gateway'),
    credsFile: nats.credsOf('gateway'),
  });
  const subject = subjects.query('scheduler', 'bare');
  return {
    measure: (atOnce, requests) =>
      rate(requests, () =>
        inFlight(atOnce, requests, () => bus.nc.request(subject, MESSAGE, { timeout: 10_000 })),
      ),
    close: async () => {
      await bus.close();
      responder.disconnect();
      await nats.stop();
    },
  };
}
