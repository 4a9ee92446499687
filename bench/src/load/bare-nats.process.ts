import { connectBus } from '@berth/bus/connection';
import { subjects } from '@berth/contracts/subjects';

/** Answers each request with what came: a service that does nothing. */
const [url = '', credsFile = ''] = process.argv.slice(2);
const bus = await connectBus({ url, credsFile, name: 'bare', inboxPrefix: subjects.inbox('scheduler') });
bus.nc.subscribe(subjects.query('scheduler', 'bare'), {
  callback: (_error, message) => {
    message.respond(message.data);
  },
});
await bus.nc.flush();
process.send?.('ready');
process.once('disconnect', () => process.exit(0));
