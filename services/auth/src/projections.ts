import type { ServiceParts } from '@berth/service-host/platform';
import { apiTokensView } from './api-token/api-tokens.view.js';
import { deviceLoginsView } from './device-login/device-logins.view.js';
import { membershipsView } from './project/memberships.view.js';
import { projectsView } from './project/projects.view.js';
import { sessionsView } from './session/sessions.view.js';
import { usersView } from './user/users.view.js';

export const projections: ServiceParts['projections'] = [
  usersView,
  sessionsView,
  deviceLoginsView,
  apiTokensView,
  projectsView,
  membershipsView,
];
