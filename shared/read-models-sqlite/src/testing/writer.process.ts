import { toPosition } from '@berth/event-store';
import { projectBatch } from '@berth/read-models';
import { eventsFrom } from '@berth/read-models/testing';
import { jobList, moved, submitted } from '@berth/read-models/testing/job-list.projection';
import { openSqliteReadModels } from '../open.js';

/** Folds events without end, and reports each batch once it is written: a process for tests to kill. */
const [path = '', batchSize = '10'] = process.argv.slice(2);
const readModels = await openSqliteReadModels({ path });
const size = Number(batchSize);
process.on('disconnect', () => process.exit(0));
for (let first = 1; ; first += size) {
  const events = Array.from({ length: size }, (_, index) => {
    const place = first + index;
    const job = `job-${place % 7}`;
    return place <= 7 ? submitted(job) : moved(job, 'any', `at ${toPosition(place)}`);
  });
  await projectBatch(jobList(), readModels, eventsFrom(events, first), { source: 'scheduler' });
  process.send?.({ written: first + size - 1 });
  await new Promise(setImmediate);
}
