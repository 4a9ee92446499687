import { UsageError } from '../errors.js';
import type { Invocation } from '../invocation.js';

/** What `-f name=text` and `-F name=json` say. */
export function givenFields(invocation: Invocation): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const each of invocation.texts('field')) {
    const [name, value] = split(each, '--field');
    fields.set(name, value);
  }
  for (const each of invocation.texts('value')) {
    const [name, value] = split(each, '--value');
    try {
      fields.set(name, JSON.parse(value));
    } catch {
      throw new UsageError(`--value: ${name}=${value} is not JSON; -f ${name}=${value} sends it as a text`);
    }
  }
  return fields;
}

function split(text: string, option: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`${option}: "${text}" must be name=value, such as limit=5`);
  return [text.slice(0, at), text.slice(at + 1)];
}
