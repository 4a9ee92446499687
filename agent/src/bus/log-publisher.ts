import type { Bus } from '@berth/bus/connection';
import { subjects } from '@berth/contracts/subjects';
import type { SendChunk } from '../logs/run-logs.js';

/**
 * Hands chunks to the bus. The stream answers nobody (an answer would go wherever an agent says, past its permissions):
 * telemetry's word that a chunk is archived is the only one that counts, and without it the chunk is sent again.
 */
export const publishLogs =
  (bus: Bus, hostId: string): SendChunk =>
  async ({ jobId, run }, chunk) => {
    if (!bus.connected) throw new Error('the bus is away');
    bus.nc.publish(subjects.log(hostId, jobId, run), JSON.stringify(chunk));
  };
