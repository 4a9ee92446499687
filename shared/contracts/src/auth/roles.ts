import { z } from 'zod';

export const roles = ['admin', 'operator', 'member', 'auditor', 'guest'] as const;
export const role = z.enum(roles);
export type Role = z.output<typeof role>;

export const apiTokenScopes = ['read', 'jobs', 'admin'] as const;
export const apiTokenScope = z.enum(apiTokenScopes);
export type ApiTokenScope = z.output<typeof apiTokenScope>;
