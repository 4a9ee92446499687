import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { AdminController } from './admin/admin.controller.js';
import { ApiTokenController } from './api-token/api-token.controller.js';
import type { AuthParts } from './auth.parts.js';
import { AUTH_PLATFORM, type AuthPlatform } from './auth.platform.js';
import { DeviceLoginController } from './device-login/device-login.controller.js';
import { JwksController } from './keyring/jwks.controller.js';
import { PreferencesController } from './preferences/preferences.controller.js';
import { ProjectController } from './project/project.controller.js';
import { SessionController } from './session/session.controller.js';
import { AccountController } from './account/account.controller.js';
import { UserController } from './account/user.controller.js';
import { ProjectQueryController } from './project/projects.controller.js';
import { SessionQueryController } from './session/sessions.controller.js';
import { UserQueryController } from './user/users.controller.js';

@Module({})
class AuthModule {}

/** The operations that auth answers; each controller finds what it needs by its class. */
export function authModule(platform: AuthPlatform, auth: AuthParts): DynamicModule {
  return {
    module: AuthModule,
    providers: [
      { provide: AUTH_PLATFORM, useValue: platform },
      ...Object.values(auth).map((part) => ({ provide: part.constructor as Type, useFactory: () => part })),
    ],
    controllers: [
      UserController,
      AccountController,
      SessionController,
      DeviceLoginController,
      PreferencesController,
      ProjectController,
      ApiTokenController,
      JwksController,
      AdminController,
      SessionQueryController,
      UserQueryController,
      ProjectQueryController,
    ],
  };
}
