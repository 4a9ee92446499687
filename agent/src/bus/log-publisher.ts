import type { Bus } from '@berth/bus/connection';
import { subjects } from '@berth/contracts/subjects';
import type { SendChunk } from '../logs/run-logs.js';
import { requestOver } from './bus-request.js';

const STORED_WITHIN_MS = 5000;

/** Hands chunks to the bus; each is sent once the stream says that it holds it. */
export const publishLogs =
  (bus: Bus, hostId: string): SendChunk =>
  async ({ jobId, run }, chunk) => {
    const subject = subjects.log(hostId, jobId, run);
    const message = await requestOver(bus, subject, JSON.stringify(chunk), STORED_WITHIN_MS);
    const answer = message.json<{ stream?: string; error?: { description?: string } }>();
    if (answer.stream === undefined)
      throw new Error(answer.error?.description ?? 'the log stream did not take a chunk');
  };
