import { USAGE, parseOptions } from './launcher/options.mjs';
import { processTable } from './launcher/process-table.mjs';
import { runPlatform } from './launcher/run-platform.mjs';
import { fail } from './setup/errors.mjs';
import { prepare } from './setup/prepare.mjs';

async function start() {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    console.log(USAGE);
    return;
  }
  await runPlatform(await prepare(), options, processTable, (url) => {
    console.log(`Berth runs at ${url}; Ctrl-C stops it`);
  });
}

start().catch(fail);
