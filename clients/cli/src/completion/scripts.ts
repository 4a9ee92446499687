import { UsageError } from '../errors.js';
import type { Invocation } from '../invocation.js';

const SCRIPTS: { readonly [shell: string]: string } = {
  bash: `_berth() {
  local IFS=$'\\n'
  COMPREPLY=($(berth __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))
}
complete -o default -F _berth berth
`,
  zsh: `#compdef berth
_berth() {
  local -a found
  found=("\${(@f)$(berth __complete -- "\${words[@]:1:$((CURRENT-1))}" 2>/dev/null | sed 's/:/\\\\:/g; s/\\t/:/')}")
  _describe berth found
}
compdef _berth berth
`,
  fish: `function __berth_complete
  set -l words (commandline -opc) (commandline -ct)
  berth __complete -- $words[2..-1] 2>/dev/null
end
complete -c berth -f -a '(__berth_complete)'
`,
};

export async function run({ args, output }: Invocation): Promise<void> {
  const script = SCRIPTS[args[0] ?? ''];
  if (script === undefined)
    throw new UsageError(`shell: "${args[0] ?? ''}" is not one of ${Object.keys(SCRIPTS).join(', ')}`);
  output.write(script);
}
