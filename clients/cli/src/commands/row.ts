import type { CommandSpec } from '../command.js';
import type { Kind, OptionSpec, RestAction } from '../command-row.js';

/** A command that is one request, in one line of a table. */
export function row(
  usage: string,
  summary: string,
  request: string,
  rest: Omit<RestAction, 'method' | 'path'> & {
    readonly kinds?: readonly Kind[];
    readonly options?: readonly OptionSpec[];
    readonly example: string;
  },
): CommandSpec {
  const [name = '', ...args] = usage.split(' ');
  const [method = '', path = ''] = request.split(' ');
  const { kinds, options, example, ...action } = rest;
  return {
    name,
    summary,
    example,
    ...(args.length === 0 ? {} : { args: args.join(' ') }),
    ...(kinds ? { kinds } : {}),
    ...(options ? { options } : {}),
    ...(name === 'list' ? { aliases: ['ls'] } : {}),
    rest: { method: method as RestAction['method'], path, ...action },
  };
}
