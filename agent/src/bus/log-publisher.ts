import type { Bus } from '@berth/bus/connection';
import { subjects } from '@berth/contracts/subjects';
import type { SendChunk } from '../logs/run-logs.js';

/**
 * Publishes chunks. The stream sends no acknowledgements (they would go to any subject that the agent names, past its
 * permissions): only telemetry's confirmation counts, and a chunk without it is sent again.
 */
export const publishLogs =
  (bus: Bus, hostId: string): SendChunk =>
  async ({ jobId, run }, chunk) => {
    if (!bus.connected) throw new Error('the connection to the bus is down');
    bus.nc.publish(subjects.log(hostId, jobId, run), JSON.stringify(chunk));
  };
