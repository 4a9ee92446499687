import { checkSetting, checkUrl, CONTEXT_SETTINGS, type ContextSetting } from '../config/config.js';
import { UsageError } from '../errors.js';
import type { Invocation } from '../invocation.js';
import { column, type View } from '../output/view.js';

const VIEW: View = { name: 'name', columns: [column('NAME', 'name'), column('VALUE', 'value')] };

export async function list({ context, output }: Invocation): Promise<void> {
  const items = CONTEXT_SETTINGS.map((name) => ({ name, value: context?.[name] ?? null }));
  await output.list(items, VIEW);
}

export async function get(invocation: Invocation): Promise<void> {
  const value = invocation.context?.[settingOf(invocation.arg(0))];
  if (value !== undefined) invocation.output.line(value);
}

export async function set(invocation: Invocation): Promise<void> {
  const setting = settingOf(invocation.arg(0));
  const [, given] = invocation.args;
  if (given !== undefined) checkSetting(setting, given, setting);
  const value = setting === 'url' && given !== undefined ? checkUrl(given, 'url') : given;
  const name = invocation.contextToWrite;
  invocation.config.change(name, { [setting]: value });
  invocation.output.say(`${setting} of context ${name} is ${value ?? 'not set'}`);
}

function settingOf(text: string): ContextSetting {
  const found = CONTEXT_SETTINGS.find((each) => each === text);
  if (!found)
    throw new UsageError(`name: there is no setting ${text}; there are ${CONTEXT_SETTINGS.join(', ')}`);
  return found;
}
