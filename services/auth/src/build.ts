import type { Platform, ServiceParts } from '@berth/service-host/platform';
import { readMasterKey } from '@berth/service-host/master-key';
import { assembleAuth } from './auth.parts.js';
import type { AuthConfig } from './auth.config.js';
import { authModule } from './auth.module.js';
import { ExpiredDeviceLoginPoller } from './device-login/expired-device-logins.poller.js';
import { KeyRotationPoller } from './keyring/key-rotation.poller.js';
import { ExpiredSessionPoller } from './session/expired-sessions.poller.js';
import { HistoryRights } from './history/history-rights.js';
import { projections } from './projections.js';

export function buildAuth(platform: Platform<AuthConfig>): ServiceParts {
  const { config, clock, log, readModels, vault } = platform;
  const auth = assembleAuth(platform, readMasterKey(config.BERTH_MASTER_KEY_FILE));
  const rights = new HistoryRights(auth.sessions, auth.tokens, auth.projects);
  return {
    module: authModule(platform, auth),
    projections,
    processManagers: [
      auth.intents,
      auth.admins,
      auth.nameReleases,
      auth.sessionEndings,
      auth.accountDeletion,
    ],
    background: [
      new KeyRotationPoller(auth.accessTokens, log),
      new ExpiredSessionPoller(auth.sessions, clock, log, readModels),
      new ExpiredDeviceLoginPoller(auth.deviceLogins.aggregates, vault, clock, log, readModels),
    ],
    jwks: () => auth.accessTokens.jwks(),
    mayReadHistory: (identity, entity, id) => rights.mayRead(identity, entity, id),
  };
}
