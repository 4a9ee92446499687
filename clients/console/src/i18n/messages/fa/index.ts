import type { Messages } from '../../catalogue.js';
import { account } from './account.js';
import { accounting } from './accounting.js';
import { calendar } from './calendar.js';
import { free } from './free.js';
import { history } from './history.js';
import { home } from './home.js';
import { hosts } from './hosts.js';
import { jobs } from './jobs.js';
import { limits } from './limits.js';
import { logs } from './logs.js';
import { palette } from './palette.js';
import { people } from './people.js';
import { refusals } from './refusals.js';
import { requests } from './requests.js';
import { reservations } from './reservations.js';
import { session } from './session.js';
import { settings } from './settings.js';
import { shell } from './shell.js';
import { submit } from './submit.js';
import { system } from './system.js';

export const messages: Messages = {
  ...account,
  ...accounting,
  ...calendar,
  ...free,
  ...history,
  ...home,
  ...hosts,
  ...jobs,
  ...limits,
  ...logs,
  ...palette,
  ...people,
  ...refusals,
  ...requests,
  ...reservations,
  ...session,
  ...settings,
  ...shell,
  ...submit,
  ...system,
};
