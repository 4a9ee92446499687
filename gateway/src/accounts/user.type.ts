import { roles, userStatuses, apiTokenScopes, memberRoles } from '@berth/contracts/auth/events';
import type { ApiTokenView, PersonalDataState, Profile, UserView } from '@berth/contracts/auth/views';
import { builder } from '../graphql/builder.js';
import { enumOf } from '../graphql/enum.js';

export const RoleEnum = enumOf('Role', {
  description:
    'admin runs the installation, operator the machines, member works, auditor reads all, guest borrows.',
  values: roles,
});
export const UserStatusEnum = enumOf('UserStatus', {
  description: 'Only active users may log in.',
  values: userStatuses,
});
export const ApiTokenScopeEnum = enumOf('ApiTokenScope', {
  description: 'What an API token may be used for.',
  values: apiTokenScopes,
});
export const MemberRoleEnum = enumOf('MemberRole', {
  description: 'A lead manages members and the jobs of all.',
  values: memberRoles,
});

export const LocaleEnum = enumOf('Locale', {
  description: 'Languages of the product.',
  values: ['en', 'zh-CN', 'zh-TW', 'fa'],
} as const);

const PersonalDataEnum = enumOf('PersonalData', {
  description: 'Whether what is personal can be read.',
  values: ['readable', 'erased', 'keyLost', 'keyDamaged', 'damaged'] satisfies readonly PersonalDataState[],
  valueDescriptions: {
    readable: 'It can be read.',
    erased: 'It went with the account.',
    keyLost: "The person's key is not in auth's keys.sqlite; a backup of that file has it.",
    keyDamaged: "The person's key in auth's keys.sqlite is damaged; a backup of that file has it.",
    damaged: 'It was changed, or sealed under a key that has been replaced.',
  },
});

const ProfileType = builder.objectRef<Profile>('Profile').implement({
  description: 'What a person says of themselves.',
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
      description: 'Unique name; where it can not be read, words that say so.',
    }),
    personalData: t.field({
      type: PersonalDataEnum,
      description: 'Whether name, address and profile can be read. Where not, those fields are null.',
      resolve: (user) => user.personalData,
    }),
    role: t.field({
      type: RoleEnum,
      nullable: true,
      description: 'For the user in person and those who run the place.',
      resolve: (user) => user.role,
    }),
    status: t.field({
      type: UserStatusEnum,
      nullable: true,
      description: 'For the user in person and those who run the place.',
      resolve: (user) => user.status,
    }),
    email: t.exposeString('email', {
      nullable: true,
      description: 'For the user in person and those who run the place.',
    }),
    profile: t.field({
      type: ProfileType,
      nullable: true,
      description: 'For the user in person and those who run the place.',
      resolve: (user) => user.profile,
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When the account was made.',
      resolve: (user) => user.createdAt,
    }),
  }),
});

export const ApiToken = builder.objectRef<ApiTokenView>('ApiToken').implement({
  description: 'A token for scripts; the token itself is shown once only.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'To revoke it by.' }),
    name: t.exposeString('name', { description: 'What it is for.' }),
    scopes: t.field({
      type: [ApiTokenScopeEnum],
      description: 'What it may be used for.',
      resolve: (token) => [...token.scopes],
    }),
    createdAt: t.field({
      type: 'DateTime',
      description: 'When it was made.',
      resolve: (token) => token.createdAt,
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'When it ends by itself.',
      resolve: (token) => token.expiresAt,
    }),
    revoked: t.exposeBoolean('revoked', { description: 'Whether it was ended before.' }),
  }),
});
