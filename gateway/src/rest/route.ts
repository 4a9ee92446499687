import type { SessionRole } from './session-cookie.js';

/** What a route does beyond what its field says; all optional. */
export interface RouteOptions {
  /** Of a success. Without it: 200, and 204 where the mutation only says that it is done. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Where what was created is found, below /api/v1: `/jobs/{id}`; names are members of the answer. */
  readonly location?: string;
  /** The subscription that serves the same path as a stream: `text/event-stream` or `application/x-ndjson`. */
  readonly live?: string;
  /** The argument of the subscription that the path gives, where it differs from that of the field. */
  readonly liveArgument?: string;
  /** Streams only: there is no page to read. */
  readonly streamOnly?: boolean;
  /** Log lines can be had as `text/plain`. */
  readonly text?: boolean;
  /** All lines of a log, as a file. */
  readonly download?: boolean;
  /** Arguments that the operation has, but no URL gives. */
  readonly internal?: readonly string[];
  /** Its pages can be read backwards too, by `last` and `before`. */
  readonly backward?: boolean;
  /** Arguments of the field that the route doesn't take. */
  readonly without?: readonly string[];
  /** A deletion that takes a body: what it needs is no matter for a URL. */
  readonly body?: boolean;
  /** The member of the input that the body as a whole is, in place of an object with the members. */
  readonly bodyOf?: string;
  /** Takes `application/x-www-form-urlencoded`, and answers as OAuth 2.0's password grant (RFC 6749 section 4.3). */
  readonly passwordForm?: boolean;
  /** What it does with a refresh token, which may be in a cookie. */
  readonly session?: SessionRole;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One name in a path. */
export interface PathParameter {
  readonly name: string;
  /** The field's argument, or the member of its input, that it gives. */
  readonly gives: string;
}

/** One REST route: a stored operation on one field of the schema. */
export interface Route extends RouteOptions {
  readonly method: Method;
  /** Below /api/v1, with names in braces: `/jobs/{id}/cancel`. */
  readonly path: string;
  readonly parameters: readonly PathParameter[];
  /** The tag in the OpenAPI document. */
  readonly group: string;
  /**
   * Which field of Query or Mutation: `jobs`; `job.logs` for a field of an object; `node:Pool` for an object of a type that
   * has no field of its own.
   */
  readonly field: string;
}

type Add = (template: string, field: string, options?: RouteOptions) => Route;

/** Makes the routes of one group. In a template `{id:jobId}` is named `id`, and gives `jobId`. */
export function routesOf(group: string): { readonly [method in Lowercase<Method>]: Add } {
  const adding =
    (method: Method): Add =>
    (template, field, options = {}) => {
      const parameters: PathParameter[] = [];
      const path = template.replace(/\{(\w+)(?::(\w+))?\}/g, (_all, name: string, gives = name) => {
        parameters.push({ name, gives });
        return `{${name}}`;
      });
      return { ...options, method, path, parameters, group, field };
    };
  return {
    get: adding('GET'),
    post: adding('POST'),
    put: adding('PUT'),
    patch: adding('PATCH'),
    delete: adding('DELETE'),
  };
}
