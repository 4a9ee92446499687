import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from './temp-dir.js';

export interface FakeGpu {
  readonly uuid: string;
  readonly pciBusId?: string;
  readonly model?: string;
  /** As the driver writes it. */
  readonly memory?: string;
  /** More elements. */
  readonly more?: string;
}

/**
 * answer: at once. late: after some seconds. half: cut off in the middle. fail: as without a driver. hang: without end,
 * ignoring SIGTERM.
 */
export type NvidiaSmiMode = 'answer' | 'late' | 'half' | 'fail' | 'hang';

const SCRIPT = `#!/bin/sh
# Stands in for the program that comes with the driver; takes what the agent asks, and nothing else.
dir="\${0%/*}"
case "$*" in
  '-q -x') file=report ;;
  '-L') file=listing ;;
  '--query-gpu=uuid,compute_cap --format=csv,noheader') file=capabilities ;;
  *) echo "Invalid combination of input arguments: $*" >&2; exit 2 ;;
esac
echo "$$ $*" >> "$dir/calls"
case "$(cat "$dir/mode")" in
  answer) cat "$dir/$file" ;;
  late) sleep 2; cat "$dir/$file" ;;
  half) head -c "$(($(wc -c < "$dir/$file") / 2))" "$dir/$file" ;;
  fail)
    echo "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."
    exit 9 ;;
  hang)
    trap '' TERM INT HUP
    while :; do sleep 600; done ;;
esac
`;

/** An nvidia-smi whose behaviour a test sets, and may change at any time. */
export class FakeNvidiaSmi {
  readonly #folder = tempDir('nvidia-smi');
  readonly program = join(this.#folder, 'nvidia-smi');

  constructor(...gpus: readonly FakeGpu[]) {
    writeFileSync(this.program, SCRIPT, { mode: 0o755 });
    this.does('answer');
    this.list(...gpus);
    this.answers('listing', gpus.map(({ uuid }, at) => `GPU ${at}: GPU (UUID: ${uuid})\n`).join(''));
    this.answers('capabilities', gpus.map(({ uuid }) => `${uuid}, 8.0\n`).join(''));
  }

  does(mode: NvidiaSmiMode): void {
    this.answers('mode', mode);
  }

  /** Which GPUs the report has from now on. */
  list(...gpus: readonly FakeGpu[]): void {
    const listed = gpus.map(elementOf).join('\n');
    const head = `<driver_version>550.54</driver_version><attached_gpus>${gpus.length}</attached_gpus>`;
    this.answers(
      'report',
      `<?xml version="1.0" ?>\n<nvidia_smi_log>\n${head}\n${listed}\n</nvidia_smi_log>\n`,
    );
  }

  answers(file: 'report' | 'listing' | 'capabilities' | 'mode', text: string): void {
    // readers find it whole at any time
    writeFileSync(join(this.#folder, `${file}.new`), text);
    renameSync(join(this.#folder, `${file}.new`), join(this.#folder, file));
  }

  /** How often it was called. */
  get calls(): number {
    const file = join(this.#folder, 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
  }
}

const elementOf = ({
  uuid,
  pciBusId = '00000000:01:00.0',
  model = 'NVIDIA A100-SXM4-80GB',
  memory = '81920 MiB',
  more = '',
}: FakeGpu): string => `<gpu id="${pciBusId}"><product_name>${model}</product_name><uuid>${uuid}</uuid>
  <pci><pci_bus_id>${pciBusId}</pci_bus_id></pci>
  <fb_memory_usage><total>${memory}</total><used>50 MiB</used><free>80999 MiB</free></fb_memory_usage>
  <utilization><gpu_util>12 %</gpu_util><memory_util>3 %</memory_util></utilization>${more}</gpu>`;
