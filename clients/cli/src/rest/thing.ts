import { CliError, UsageError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import type { Invocation } from '../invocation.js';
import { plainId } from '../output/view.js';

interface Hit {
  readonly kind: string;
  readonly name: string;
  readonly node: { readonly id: string };
}

/** A whole id, without its kind. */
export const PLAIN_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** The id, with its kind in it, of what somebody named without saying what it is. */
export async function idOfThing({ api }: Invocation, named: string): Promise<string> {
  const { hits } = await api.get<{ hits: readonly Hit[] }>('/search', { text: named });
  const byId = hits.filter(({ node }) => plainId(node.id) === named);
  const found = byId.length > 0 ? byId : hits.filter(({ name }) => name === named);
  const [only] = found;
  if (only && found.length === 1) return only.node.id;
  if (only)
    throw new UsageError(
      `${named} may be ${found.map(({ kind, node }) => `${kind.toLowerCase()} ${plainId(node.id)}`).join(', ')}`,
      'give the id',
    );
  // a job that was deleted is found no more, but its events are there: an id of which nothing is said is a job's
  if (PLAIN_ID.test(named)) return named;
  throw new CliError(
    `there is no ${named} that you may see`,
    EXIT.notFound,
    'a whole id or a name is right; with --entity also the id of what has no name, such as a grant',
  );
}
