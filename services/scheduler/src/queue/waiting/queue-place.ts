/** Where a job stands in the declared order. */
export interface QueuePosition {
  readonly grantPriority: number;
  readonly priority: number;
  readonly submittedAt: string;
  /** Its number in its array, all of whose members were submitted at the same time; 0 for others. */
  readonly member: number;
  readonly jobId: string;
}

/** The grant's class (0 first), then priority (10 first), then the time of submission, then its number in its array. */
function compareQueued(a: QueuePosition, b: QueuePosition): number {
  return (
    a.grantPriority - b.grantPriority ||
    b.priority - a.priority ||
    compareText(a.submittedAt, b.submittedAt) ||
    a.member - b.member ||
    compareText(a.jobId, b.jobId)
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function insert<J extends QueuePosition>(queues: Map<string, J[]>, key: string, job: J): void {
  const queue = queues.get(key);
  if (queue) queue.splice(lowerBound(queue, job), 0, job);
  else queues.set(key, [job]);
}

export function takeOut<J extends QueuePosition>(queues: Map<string, J[]>, key: string, job: J): void {
  const queue = queues.get(key) ?? [];
  const index = lowerBound(queue, job);
  if (queue[index] === job) queue.splice(index, 1);
  if (queue.length === 0) queues.delete(key);
}

export function lowerBound(queue: readonly QueuePosition[], place: QueuePosition): number {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = queue[middle];
    if (other && compareQueued(other, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
