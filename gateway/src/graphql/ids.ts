import { isId } from '@berth/kernel/ids';

/** Types that `node(id:)` finds. */
export const nodeTypes = [
  'User',
  'Project',
  'Host',
  'Pool',
  'Job',
  'Reservation',
  'Maintenance',
  'JobArray',
  'Workflow',
  'Schedule',
] as const;
export type NodeType = (typeof nodeTypes)[number];
const isNodeType = (text: string): text is NodeType => (nodeTypes as readonly string[]).includes(text);

/** Opaque to clients: base64url of `Type:id`. */
export const toGlobalId = (type: string, id: string): string =>
  Buffer.from(`${type}:${id}`).toString('base64url');

export function fromGlobalId(text: string): { readonly type: NodeType; readonly id: string } | undefined {
  const [type, id, ...rest] = Buffer.from(text, 'base64url').toString().split(':');
  if (!type || !id || rest.length > 0 || !isNodeType(type) || !isId(id)) return undefined;
  // Base64 can be written in more than one way, and an id must not.
  return toGlobalId(type, id) === text ? { type, id } : undefined;
}

/**
 * The id behind what a client gave: a node's id, or the plain one that events and logs show. Anything else is left as
 * it is, for the service to refuse by name or to look up as a name.
 */
export function toPlainId(given: string): string {
  if (isId(given)) return given;
  return fromGlobalId(given)?.id ?? given;
}

/** The same of an argument that may be left out. */
export const plainIdOf = (given: string | number | null | undefined): string | undefined =>
  given == null ? undefined : toPlainId(String(given));
