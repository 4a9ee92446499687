import { fail } from './setup/errors.mjs';
import { prepare } from './setup/prepare.mjs';

/** Fetches, installs and builds what is missing, and prints where the programs are, for scripts. */
prepare().then(({ node, natsServer }) => console.log(JSON.stringify({ node, natsServer })), fail);
