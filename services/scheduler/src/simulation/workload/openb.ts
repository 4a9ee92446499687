import { defined } from '@berth/kernel/defined';
import { many } from '@berth/kernel/words';
import { MIB_PER_GB } from '../../placement/gigabytes.js';
import { MAX_JOBS, refusal, tooMany, linesOf, wrong } from './lines.js';
import { DEFAULT_START, inOrder, type SimulatedJob, type Workload } from './workload.js';

/** One line of a table, whose columns are read by name. */
export class CsvRow {
  constructor(
    private readonly values: readonly string[],
    private readonly columns: ReadonlyMap<string, number>,
    private readonly line: number,
    private readonly field: string,
  ) {}

  text(column: string): string {
    return this.values[this.columns.get(column) ?? -1] ?? '';
  }

  /** @throws RejectedError naming line and column */
  number(column: string): number {
    const value = this.optional(column);
    if (value === undefined) throw this.wrong(column, 'must be a number of at least 0');
    return value;
  }

  optional(column: string): number | undefined {
    const text = this.text(column);
    if (text === '') return undefined;
    const value = Number(text);
    if (!Number.isFinite(value) || value < 0) throw this.wrong(column, 'must be a number of at least 0');
    return value;
  }

  wrong(column: string, right: string): Error {
    return wrong(this.field, this.line, `column ${column}`, right, this.text(column));
  }
}

/**
 * A table with a header and without quotes, as the openb traces are.
 * @throws RejectedError where a needed column or a value of a line is missing
 */
function* csvRows(text: string, needed: readonly string[], field: string): Generator<CsvRow> {
  let columns: Map<string, number> | undefined;
  for (const { text: line, number } of linesOf(text)) {
    const values = line.split(',').map((value) => value.trim());
    if (!columns) {
      columns = new Map(values.map((name, index) => [name, index]));
      const missing = needed.find((name) => !columns?.has(name));
      if (missing !== undefined)
        throw wrong(field, number, `column ${missing}`, `is required, as are ${needed.join(', ')}`, line);
    } else if (values.length === columns.size) yield new CsvRow(values, columns, number, field);
    else
      throw wrong(field, number, `${values.length} values`, `must have ${columns.size} as the header`, line);
  }
  if (!columns) throw refusal(field, `must have a header with ${needed.join(', ')}`);
}

/** CPU in thousandths, GPU in thousandths of one device. */
export interface OpenbNode {
  readonly name: string;
  readonly cpuMilli: number;
  readonly memoryMib: number;
  readonly gpus: number;
  readonly model: string;
}

export interface OpenbPod {
  readonly name: string;
  readonly cpuMilli: number;
  readonly memoryMib: number;
  readonly gpus: number;
  /** Of each GPU: 1000, or less for a part of a single one. */
  readonly gpuMilli: number;
  /** Models that will do; none: any. */
  readonly models: readonly string[];
  readonly qos: string;
  readonly createdSeconds: number;
  readonly deletedSeconds: number | undefined;
  readonly scheduledSeconds: number | undefined;
}

const NODE_COLUMNS = ['sn', 'cpu_milli', 'memory_mib', 'gpu', 'model'];
const POD_COLUMNS = ['name', 'cpu_milli', 'memory_mib', 'num_gpu', 'gpu_milli', 'gpu_spec', 'qos'];
const TIME_COLUMNS = ['creation_time', 'deletion_time', 'scheduled_time'];

/**
 * Hosts of the openb traces (Weng et al., "Beware of fragmentation", USENIX ATC 2023; Alibaba's cluster-trace-gpu-v2023).
 * @throws RejectedError naming line and column
 */
export function parseOpenbNodes(text: string, field: string): readonly OpenbNode[] {
  return [...csvRows(text, NODE_COLUMNS, field)].map((row) => ({
    name: row.text('sn'),
    cpuMilli: row.number('cpu_milli'),
    memoryMib: row.number('memory_mib'),
    gpus: row.number('gpu'),
    model: row.text('model'),
  }));
}

/** Tasks of the openb traces. @throws RejectedError naming line and column */
export function parseOpenbPods(text: string, field: string): readonly OpenbPod[] {
  return [...csvRows(text, [...POD_COLUMNS, ...TIME_COLUMNS], field)].map((row) => {
    const gpus = row.number('num_gpu');
    const gpuMilli = row.number('gpu_milli');
    if (gpuMilli > 1000 || (gpus > 1 && gpuMilli < 1000))
      throw row.wrong('gpu_milli', 'must be 1000, or less where num_gpu is 1');
    return {
      name: row.text('name'),
      cpuMilli: row.number('cpu_milli'),
      memoryMib: row.number('memory_mib'),
      gpus,
      gpuMilli,
      models: row.text('gpu_spec') === '' ? [] : row.text('gpu_spec').split('|'),
      qos: row.text('qos'),
      createdSeconds: row.number('creation_time'),
      deletedSeconds: row.optional('deletion_time'),
      scheduledSeconds: row.optional('scheduled_time'),
    };
  });
}

/** Guaranteed and latency-sensitive tasks before burstable before best effort; only the last may be ended for others. */
const CLASS_OF_QOS: { readonly [qos: string]: number } = { Guaranteed: 0, LS: 0, Burstable: 1, BE: 2 };

/**
 * The tasks as jobs. A lease holds whole devices, so that a task for a part of one gets a whole one; of several models
 * that would do it asks for the first. Tasks that ran for no time are left out.
 */
export function openbWorkload(pods: readonly OpenbPod[], field: string): Workload {
  const jobs = pods.flatMap((pod) => jobOf(pod) ?? []);
  if (jobs.length === 0) throw refusal(field, 'must have at least one task with a deletion_time');
  if (jobs.length > MAX_JOBS) throw tooMany(field);
  const inPart = pods.filter(({ gpus, gpuMilli }) => gpus === 1 && gpuMilli < 1000).length;
  const notes = [
    ...(inPart > 0 ? [`${many(inPart, 'task')} asked for a part of a GPU and were given a whole GPU`] : []),
    ...(jobs.length < pods.length
      ? [`${many(pods.length - jobs.length, 'task')} without an end omitted`]
      : []),
  ];
  return { startsAt: DEFAULT_START, jobs: inOrder(jobs), notes };
}

function jobOf(pod: OpenbPod): SimulatedJob | undefined {
  const { createdSeconds, scheduledSeconds = createdSeconds, deletedSeconds = 0 } = pod;
  const runSeconds = deletedSeconds - scheduledSeconds;
  if (runSeconds <= 0) return undefined;
  const [model] = pod.models;
  const grantPriority = CLASS_OF_QOS[pod.qos] ?? 1;
  return {
    id: pod.name,
    user: pod.qos,
    project: 'openb',
    submitSeconds: createdSeconds,
    runSeconds,
    limitSeconds: runSeconds,
    gpus: pod.gpus,
    ...defined({ model }),
    ...(pod.cpuMilli > 0 ? { vcpus: pod.cpuMilli / 1000 } : {}),
    ...(pod.memoryMib > 0 ? { ramGb: pod.memoryMib / MIB_PER_GB } : {}),
    class: 'training',
    grantPriority,
    priority: 5,
    preemptible: grantPriority === 2,
  };
}
