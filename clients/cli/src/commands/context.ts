import { checkUrl, namesOfContexts } from '../config/config.js';
import { CliError, UsageError } from '../errors.js';
import { EXIT } from '../exit-codes.js';
import type { Invocation } from '../invocation.js';
import { column, type View } from '../output/view.js';

const VIEW: View = {
  name: 'name',
  columns: [
    column('USED', ({ used }) => (used === true ? '*' : '')),
    column('NAME', 'name'),
    column('URL', 'url'),
    column('USER', 'user'),
    column('PROJECT', 'project'),
    column('POOL', 'pool'),
  ],
};

export async function list({ config, credentials, output }: Invocation): Promise<void> {
  const { contexts, current } = config.read();
  const items = Object.entries(contexts).map(([name, settings]) => ({
    name,
    ...settings,
    used: name === current,
    user: credentials.of(name)?.username ?? null,
  }));
  await output.list(items, VIEW, 'no contexts; berth login URL makes one');
}

export async function use(invocation: Invocation): Promise<void> {
  const name = known(invocation);
  const config = invocation.config.read();
  invocation.config.write({ ...config, current: name });
  invocation.output.say(`using ${name}, ${config.contexts[name]?.url ?? ''}`);
}

export async function add({ args, config, output }: Invocation): Promise<void> {
  const [name = '', url = ''] = args;
  if (!/^[\w.-]{1,64}$/.test(name))
    throw new UsageError(`name: "${name}" must be 1 to 64 letters, digits, dots, hyphens or underscores`);
  config.change(name, { url: checkUrl(url, 'url') });
  output.say(`context ${name} is ${url}; log in with: berth login --context ${name}`);
}

export async function remove(invocation: Invocation): Promise<void> {
  const name = known(invocation);
  const { contexts, current } = invocation.config.read();
  const { [name]: _removed, ...others } = contexts;
  await invocation.credentials.change(name, () => undefined);
  invocation.config.write({
    ...(current === undefined || current === name ? {} : { current }),
    contexts: others,
  });
  invocation.output.say(`removed ${name}`);
}

function known(invocation: Invocation): string {
  const name = invocation.arg(0);
  const { contexts } = invocation.config.read();
  if (Object.hasOwn(contexts, name)) return name;
  throw new CliError(`there is no context ${name}; ${namesOfContexts(contexts)}`, EXIT.notFound);
}
