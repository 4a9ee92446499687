import { calendar } from './calendar.js';
import { free } from './free.js';
import { reservations } from './reservations.js';
import { refusals } from './refusals.js';
import { session } from './session.js';
import { settings } from './settings.js';
import { shell } from './shell.js';
import { hosts } from './hosts.js';
import { jobs } from './jobs.js';
import { logs } from './logs.js';
import { submit } from './submit.js';

/** English says which texts there are; the compiler sees that the other languages have each of them. */
export const messages = {
  ...calendar,
  ...free,
  ...hosts,
  ...reservations,
  ...refusals,
  ...session,
  ...settings,
  ...shell,
  ...jobs,
  ...logs,
  ...submit,
};
