import type { PeopleQuery, ProjectListQuery, Role, UserStatus } from '../generated/operations.js';

export type Person = PeopleQuery['users']['edges'][number]['node'];
export type Project = ProjectListQuery['projects']['edges'][number]['node'];

export const ROLES = ['ADMIN', 'OPERATOR', 'MEMBER', 'AUDITOR', 'GUEST'] as const satisfies readonly Role[];
export const STATUSES = [
  'AWAITING_ACTIVATION',
  'ACTIVE',
  'SUSPENDED',
  'DELETED',
] as const satisfies readonly UserStatus[];

export interface PeopleSearch {
  readonly search?: string | undefined;
  readonly role?: Role | undefined;
  readonly status?: UserStatus | undefined;
}

export interface ProjectsSearch {
  readonly search?: string | undefined;
  /** Those that are archived, instead of those that are not. */
  readonly archived?: true | undefined;
}

type Given = { readonly [name: string]: unknown };

/** A search for digits alone comes as a number. */
const textIn = (value: unknown): string | undefined =>
  (typeof value === 'string' && value !== '' && value.length <= 120) || typeof value === 'number'
    ? String(value)
    : undefined;

/** What is wrong in an address is left out. */
export const peopleSearch = (given: Given): PeopleSearch => ({
  search: textIn(given['search']),
  role: ROLES.find((each) => each === given['role']),
  status: STATUSES.find((each) => each === given['status']),
});

export const projectsSearch = (given: Given): ProjectsSearch => ({
  search: textIn(given['search']),
  archived: given['archived'] === true ? true : undefined,
});
