import type { ServiceParts } from '@berth/service-host/platform';
import { apiTokensView } from './api-tokens.view.js';
import { deviceLoginsView } from './device-logins.view.js';
import { membershipsView } from './memberships.view.js';
import { projectsView } from './projects.view.js';
import { sessionsView } from './sessions.view.js';
import { usersView } from './users.view.js';

export const projections: ServiceParts['projections'] = [
  usersView,
  sessionsView,
  deviceLoginsView,
  apiTokensView,
  projectsView,
  membershipsView,
];
