import type { Messages } from '../../catalogue.js';
import { refusals } from './refusals.js';
import { session } from './session.js';
import { settings } from './settings.js';
import { shell } from './shell.js';
import { hosts } from './hosts.js';

export const messages: Messages = { ...hosts, ...refusals, ...session, ...settings, ...shell };
