import { eventually } from '@berth/testing/eventually';
import type { ServiceName } from '@berth/contracts/services';
import type { Platform } from '@berth/tests/platform/platform';

/** Resolves when a service has published all that it has recorded, so that what it does next is not done beside that. */
export async function untilPublished(
  platform: Platform,
  service: ServiceName,
  timeoutMs: number,
): Promise<void> {
  await eventually(
    async () => {
      const { healthPort } = processOf(platform, service);
      const response = await fetch(`http://127.0.0.1:${healthPort}/metrics`);
      const lag = /^berth_relay_lag_events\S* (\d+)/m.exec(await response.text())?.[1];
      if (lag !== '0') throw new Error(`${service} has ${lag ?? 'some'} events to publish`);
    },
    { timeoutMs, everyMs: 1_000 },
  );
}

function processOf(platform: Platform, name: string): { readonly healthPort: number } {
  const found = platform.processes().find((each) => each.name === name);
  if (!found) throw new Error(`there is no process ${name}`);
  return found as unknown as { readonly healthPort: number };
}
