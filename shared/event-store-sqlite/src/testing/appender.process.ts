import { newEvents } from '@berth/event-store/testing';
import { openSqliteEventStore } from '../index.js';

/** Appends without end, many at once, and prints a line for each append once it is acknowledged. */
const [, , path = '', writer] = process.argv;
const store = await openSqliteEventStore({ path, writer: writer === 'thread' ? 'thread' : 'inline' });

async function appendForEver(stream: string): Promise<void> {
  const [last] = await store.read(stream, { direction: 'backwards', limit: 1 });
  for (let revision = last?.revision ?? -1; ;) {
    const events = newEvents(1 + (revision % 3 === 0 ? 2 : 0));
    const result = await store.append(stream, events, revision);
    revision = result.revision;
    const line = `${JSON.stringify({ stream, revision, ids: events.map(({ id }) => id) })}\n`;
    await new Promise((resolve) => process.stdout.write(line, resolve));
  }
}

await Promise.all(Array.from({ length: 24 }, (_, index) => appendForEver(`job:${index}`)));
