import { ConfigError, parseConfig } from '@berth/service-host/config';
import { createLogger } from '@berth/service-host/log';
import { waitForStopSignal } from '@berth/service-host/process-signals';
import { agentConfig, type AgentConfig } from './agent.config.js';
import { startAgent } from './agent.js';

function readConfig(): AgentConfig {
  try {
    return parseConfig(agentConfig, process.env);
  } catch (error) {
    process.stderr.write(
      `${error instanceof ConfigError ? error.message : 'the configuration cannot be read'}\n`,
    );
    process.exit(2);
  }
}

const config = readConfig();
const log = createLogger('agent', config.BERTH_LOG_LEVEL);
const starting = new AbortController();
const asked = waitForStopSignal();
void asked.then(() => starting.abort());

try {
  const agent = await startAgent(config, log, starting.signal);
  void agent.ready.then(() => {
    log.info({ hostId: agent.hostId }, 'ready');
    process.send?.({ type: 'ready' });
  });
  log.info({ why: await asked }, 'stopping');
  await agent.stop();
} catch (error) {
  if (!starting.signal.aborted) {
    log.fatal({ why: (error as Error).message }, 'the agent cannot continue');
    process.exitCode = 1;
  }
}
process.exit();
