import type { BadRequest } from '../http-request.js';
import { isSubscription } from '../operation.js';
import { Problem } from '../problem.js';
import type { Step } from './step.js';

const ONLY_AS_STREAM: BadRequest = {
  status: 406,
  code: 'NOT_ACCEPTABLE',
  message: 'subscriptions need accept: text/event-stream',
};

/** Subscriptions are answered as server-sent events only. */
export const subscriptionsAsStreamsStep: Step = {
  before({ incoming, operation }) {
    if (operation && isSubscription(operation) && incoming.headers.accept !== 'text/event-stream')
      throw Problem.ofBadRequest(ONLY_AS_STREAM);
  },
};
