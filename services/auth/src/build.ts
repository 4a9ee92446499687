import type { Platform, ServiceParts } from '@berth/service-host/platform';
import { readMasterKey } from '@berth/service-host/master-key';
import { assembleAuth } from './auth.js';
import type { AuthConfig } from './auth.config.js';
import { authModule } from './auth.module.js';
import { KeyRotation } from './keyring/key-rotation.js';
import { ExpiredSessions } from './session/expired-sessions.js';
import { HistoryRights } from './views/history-rights.js';
import { projections } from './views/projections.js';

export function buildAuth(platform: Platform<AuthConfig>): ServiceParts {
  const { config, clock, log, readModels } = platform;
  const auth = assembleAuth(platform, readMasterKey(config.BERTH_MASTER_KEY_FILE));
  const rights = new HistoryRights(auth.sessions, auth.tokens, auth.projects);
  return {
    module: authModule(platform, auth),
    projections,
    reactors: [auth.intents, auth.admins, auth.nameReleases, auth.sessionEndings, auth.farewells],
    background: [
      new KeyRotation(auth.accessTokens, log),
      new ExpiredSessions(auth.sessions, clock, log, readModels),
    ],
    jwks: () => auth.accessTokens.jwks(),
    mayReadHistory: (identity, entity, id) => rights.mayRead(identity, entity, id),
  };
}
