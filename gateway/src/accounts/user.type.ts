import { preferencesQuery } from '@berth/contracts/auth/operations';
import { userStatuses, memberRoles } from '@berth/contracts/auth/events';
import { roles, apiTokenScopes } from '@berth/contracts/auth/roles';
import type { ApiTokenView, PersonalDataState, Profile, UserView } from '@berth/contracts/auth/views';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';

export const RoleEnum = enumOf('Role', {
  description:
    'admin manages the installation, operator the hosts and pools; member submits work; auditor reads everything; guest is an external user.',
  values: roles,
});
export const UserStatusEnum = enumOf('UserStatus', {
  description: 'Only active users may log in.',
  values: userStatuses,
});
export const ApiTokenScopeEnum = enumOf('ApiTokenScope', {
  description: 'Operations that an API token allows.',
  values: apiTokenScopes,
});
export const MemberRoleEnum = enumOf('MemberRole', {
  description: 'A lead manages the members of a project and the jobs of all of them.',
  values: memberRoles,
});

export const LocaleEnum = enumOf('Locale', {
  description: 'Supported languages.',
  values: ['en', 'zh-CN', 'zh-TW', 'fa'],
} as const);

const PersonalDataEnum = enumOf('PersonalData', {
  description: 'Whether the personal data of an account can be decrypted.',
  values: ['readable', 'erased', 'keyLost', 'keyDamaged', 'damaged'] satisfies readonly PersonalDataState[],
  valueDescriptions: {
    readable: 'It can be read.',
    erased: 'It was erased with the account.',
    keyLost: "The person's key is not in auth's keys.sqlite; a backup of that file has it.",
    keyDamaged: "The person's key in auth's keys.sqlite is damaged; a backup of that file has it.",
    damaged: 'It was modified, or encrypted with a key that has been replaced.',
  },
});

const ProfileType = builder.objectRef<Profile>('Profile').implement({
  description: 'Profile of a person.',
  fields: (t) => ({
    givenName: t.exposeString('givenName', { nullable: true, description: 'First name.' }),
    familyName: t.exposeString('familyName', { nullable: true, description: 'Last name.' }),
    organisation: t.exposeString('organisation', { nullable: true, description: 'Company or university.' }),
    lab: t.exposeString('lab', { nullable: true, description: 'Group within the organisation.' }),
    phone: t.exposeString('phone', { nullable: true, description: 'Telephone number.' }),
    locale: t.exposeString('locale', { nullable: true, description: 'Language, as a BCP 47 tag.' }),
    timeZone: t.exposeString('timeZone', { nullable: true, description: 'IANA name such as Europe/Berlin.' }),
  }),
});

export const User = builder.node(builder.objectRef<UserView>('User'), {
  description: 'A person with an account.',
  id: { resolve: (user) => user.id },
  loadMany: (ids, { loaders }) => Promise.all(ids.map((id) => loaders.users().load(id))),
  fields: (t) => ({
    username: t.exposeString('username', {
      description: 'Unique name; a placeholder if it cannot be decrypted.',
    }),
    personalData: t.field({
      type: PersonalDataEnum,
      description:
        'Whether name, e-mail address and profile can be decrypted; if not, these fields are null.',
      resolve: (user) => user.personalData,
    }),
    role: t.field({
      type: RoleEnum,
      nullable: true,
      description: 'Visible to the user, admins, operators and auditors.',
      resolve: (user) => user.role,
    }),
    status: t.field({
      type: UserStatusEnum,
      nullable: true,
      description: 'Visible to the user, admins, operators and auditors.',
      resolve: (user) => user.status,
    }),
    email: t.exposeString('email', {
      nullable: true,
      description: 'Visible to the user, admins, operators and auditors.',
    }),
    profile: t.field({
      type: ProfileType,
      nullable: true,
      description: 'Visible to the user, admins, operators and auditors.',
      resolve: (user) => user.profile,
    }),
    preferences: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'What the user wants of screens and programs: a JSON object. Visible to the user only; null for others.',
      resolve: async (user, _args, { caller, calls }) =>
        caller.kind === 'known' && caller.identity.userId === user.id
          ? calls.query(preferencesQuery, {})
          : null,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When the account was created.',
      resolve: (user) => user.createdAt,
    }),
  }),
});

export const ApiToken = builder.objectRef<ApiTokenView>('ApiToken').implement({
  description: 'An API token for scripts. The token itself is shown only once.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Id for revoking it.' }),
    name: t.exposeString('name', { description: 'Description.' }),
    scopes: t.field({
      type: [ApiTokenScopeEnum],
      description: 'What it may be used for.',
      resolve: (token) => [...token.scopes],
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was created.',
      resolve: (token) => token.createdAt,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it expires.',
      resolve: (token) => token.expiresAt,
    }),
    revoked: t.exposeBoolean('revoked', { description: 'Whether it was revoked.' }),
  }),
});
