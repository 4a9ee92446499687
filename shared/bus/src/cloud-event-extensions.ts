import { defined } from '@berth/kernel/defined';
import { err, ok, type Result } from '@berth/kernel/result';
import type { Actor, EventMetadata } from '@berth/event-store';

/** CloudEvents allows lower-case letters and digits in a name, and flat values: so the metadata is spread out. */
export function extensionsOf(metadata: EventMetadata): { [name: string]: string | undefined } {
  return {
    actorkind: metadata.actor.kind,
    actorid: metadata.actor.id,
    commandid: metadata.commandId,
    command: metadata.command,
    inputhash: metadata.inputHash,
    correlationid: metadata.correlationId,
    causationid: metadata.causationId,
    traceparent: metadata.traceparent,
    basis: metadata.basis && JSON.stringify(metadata.basis),
  };
}

export function metadataOf(attributes: { readonly [name: string]: unknown }): Result<EventMetadata, string> {
  const wrong = REQUIRED.find((name) => typeof attributes[name] !== 'string');
  if (wrong) return err(`${wrong} must be text`);
  const text = (name: (typeof REQUIRED)[number]) => attributes[name] as string;
  const kind = ACTOR_KINDS.find((known) => known === text('actorkind'));
  if (!kind) return err(`actorkind ${text('actorkind')} is unknown`);
  const { traceparent, basis } = attributes;
  const parsedBasis = basis === undefined ? undefined : parseBasis(basis);
  if (basis !== undefined && !parsedBasis)
    return err('basis must be JSON text: an object of positions by service');
  return ok({
    actor: { kind, id: text('actorid') },
    commandId: text('commandid'),
    command: text('command'),
    inputHash: text('inputhash'),
    correlationId: text('correlationid'),
    causationId: text('causationid'),
    ...(typeof traceparent === 'string' && { traceparent }),
    ...defined({ basis: parsedBasis }),
  });
}

const REQUIRED = [
  'actorkind',
  'actorid',
  'commandid',
  'command',
  'inputhash',
  'correlationid',
  'causationid',
] as const;
const ACTOR_KINDS: readonly Actor['kind'][] = ['user', 'token', 'agent', 'system'];

function parseBasis(text: unknown): { [service: string]: string } | undefined {
  try {
    const value: unknown = JSON.parse(String(text));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.values(value).every((position) => typeof position === 'string')
      ? (value as { [service: string]: string })
      : undefined;
  } catch {
    return undefined;
  }
}
