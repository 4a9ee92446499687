import { resolve } from 'node:path';
import { FixableError } from '../setup/errors.mjs';
import { ROOT } from '../setup/paths.mjs';

export const USAGE = `Usage: npm start -- [options]

  --data DIR           folder of all data (default: data in the clone)
  --port N             port of the gateway on 127.0.0.1 (default: 4000; 0 is any free one)
  --no-agent           run no agent on this machine
  --simulate-gpus N    simulate N GPUs with the agent of this machine
  --trust-jobs         accept jobs of all users although they cannot be isolated from the
                       platform: everyone who may submit jobs can then act as an admin
  --help               print this help`;

const MAX_SIMULATED_GPUS = 64;

/** Options of `npm start` and `npm run demo`; `extra` names flags of the command's own, `simulateGpus` its default. */
export function parseOptions(args, { extra = [], simulateGpus = 0 } = {}) {
  rejectOptionsTakenByNpm(extra);
  const options = {
    data: `${ROOT}/data`,
    port: 4000,
    agent: true,
    simulateGpus: undefined,
    trustJobs: false,
    help: false,
    flags: new Set(),
  };
  const rest = [...args];
  while (rest.length > 0) {
    const [flag, inline] = splitOnce(rest.shift());
    const value = () => inline ?? rest.shift() ?? refuse(`${flag} requires a value`);
    if (flag === '--data') options.data = resolve(value());
    else if (flag === '--port') options.port = integer(flag, value(), 0, 65_535);
    else if (flag === '--no-agent') options.agent = false;
    else if (flag === '--simulate-gpus') options.simulateGpus = integer(flag, value(), 0, MAX_SIMULATED_GPUS);
    else if (flag === '--trust-jobs') options.trustJobs = true;
    else if (flag === '--help' || flag === '-h') options.help = true;
    else if (extra.includes(flag)) options.flags.add(flag);
    else refuse(`unknown option ${flag}`);
  }
  if (!options.agent && options.simulateGpus > 0)
    refuse('--simulate-gpus requires the agent: it cannot be combined with --no-agent');
  options.simulateGpus ??= options.agent ? simulateGpus : 0;
  return options;
}

/** `npm start --port 5000` gives npm the option, and us nothing or a bare 5000. */
function rejectOptionsTakenByNpm(extra) {
  const names = [
    'data',
    'port',
    'agent',
    'simulate-gpus',
    'trust-jobs',
    ...extra.map((flag) => flag.slice(2)),
  ];
  const taken = names.find((name) => process.env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined);
  if (taken) refuse(`npm has consumed --${taken}: put -- before the options`);
}

function integer(flag, text, least, most) {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  return refuse(`${flag} is ${text}, but must be a whole number from ${least} to ${most}`);
}

function splitOnce(argument) {
  const at = argument.indexOf('=');
  return at < 0 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}

function refuse(problem) {
  throw new FixableError(`${problem}; npm start -- --help lists the options`);
}
