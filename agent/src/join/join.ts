import { setTimeout as sleep } from 'node:timers/promises';
import { joinAnswer, type JoinAnswer } from '@berth/contracts/agent/join';
import { isHostRemovedError } from '@berth/contracts/agent/removed';
import type { Logger } from '@berth/service-host/log';
import { readIfThere } from '../private-file.js';
import type { Membership } from './membership.js';
import { HostRemovedError } from './removal.js';

export interface GatewayRequestOptions {
  readonly gatewayUrl: string;
  readonly signal: AbortSignal;
}

export interface JoinOptions extends GatewayRequestOptions {
  readonly tokenFile: string | undefined;
  readonly hostName: string;
  readonly log: Logger;
  /** How long a host that has joined before waits for the gateway; then it uses the answer of last time. */
  readonly gatewayTimeoutMs?: number;
}

const GATEWAY_TIMEOUT_MS = 20_000;
const REQUEST_TIMEOUT_MS = 10_000;
const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 5000;

/**
 * Trades the join token for credentials, at every start: it is the same host each time, and gets the current address of
 * the bus. Waits for a gateway that is not up yet, and for a token file that is not there yet.
 * @throws HostRemovedError where it was removed, and an error where the token is refused and it has never joined
 */
export async function joinPlatform(membership: Membership, options: JoinOptions): Promise<JoinAnswer> {
  const until = performance.now() + (options.gatewayTimeoutMs ?? GATEWAY_TIMEOUT_MS);
  for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(MAX_RETRY_MS, 2 * retryMs)) {
    const outcome = await attempt(membership, options);
    if (outcome.kind === 'joined') {
      await membership.keep(outcome.answer);
      return outcome.answer;
    }
    if (outcome.kind === 'removed') throw new HostRemovedError();
    if (membership.answer && (outcome.kind !== 'later' || performance.now() > until)) {
      options.log.warn(
        { why: outcome.why },
        'could not join again; using the previous answer of the platform',
      );
      return membership.answer;
    }
    if (outcome.kind === 'refused') throw new Error(`the platform refused this host: ${outcome.why}`);
    options.log.info({ why: outcome.why }, 'waiting to join the platform');
    await sleep(retryMs, undefined, { signal: options.signal });
  }
}

type Outcome =
  | { readonly kind: 'joined'; readonly answer: JoinAnswer }
  | { readonly kind: 'refused' | 'later' | 'removed'; readonly why: string };

/** By the token where there is a good one, else as the host that has joined before. */
async function attempt({ publicKey, answer }: Membership, options: JoinOptions): Promise<Outcome> {
  const { tokenFile, hostName } = options;
  const token = tokenFile === undefined ? undefined : (await readIfThere(tokenFile))?.trim();
  const byToken: Outcome = token
    ? await ask({ token, publicKey, name: hostName }, options)
    : tokenFile === undefined
      ? { kind: 'refused', why: 'BERTH_JOIN_TOKEN_FILE is not set' }
      : { kind: 'later', why: `there is no join token in ${tokenFile}` };
  if (
    byToken.kind === 'joined' ||
    byToken.kind === 'removed' ||
    !answer ||
    (token && byToken.kind === 'later')
  )
    return byToken;
  const renewed = await ask({ publicKey }, options);
  return renewed.kind === 'joined' || renewed.kind === 'removed' ? renewed : byToken;
}

/** New credentials for a host that has joined. */
export const renew = ({ publicKey }: Membership, options: GatewayRequestOptions): Promise<Outcome> =>
  ask({ publicKey }, options);

async function ask(body: object, options: GatewayRequestOptions): Promise<Outcome> {
  try {
    const response = await fetch(new URL('/join', options.gatewayUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.any([options.signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    const said: unknown = await response.json().catch(() => undefined);
    const answer = joinAnswer.safeParse(said);
    if (response.ok && answer.success) return { kind: 'joined', answer: answer.data };
    const { title, field } = (said ?? {}) as { [name: string]: unknown };
    if (isHostRemovedError({ code: title, field })) return { kind: 'removed', why: 'this host was removed' };
    const refused = [400, 401, 403, 404, 409, 422].includes(response.status);
    return {
      kind: refused ? 'refused' : 'later',
      why: reasonOf(said) ?? `the gateway answered ${response.status}`,
    };
  } catch (error) {
    options.signal.throwIfAborted();
    const { cause, message } = error as Error;
    return { kind: 'later', why: cause instanceof Error ? cause.message : message };
  }
}

/** RFC 9457 problem details, or a plain message. */
function reasonOf(body: unknown): string | undefined {
  const { detail, message, title } = (body ?? {}) as { [name: string]: unknown };
  return [detail, message, title].find((text) => typeof text === 'string')?.slice(0, 500);
}
