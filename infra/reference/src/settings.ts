import type { z } from 'zod';
import { agentConfig } from '@berth/agent/agent.config';
import { authConfig } from '@berth/auth/auth.config';
import { billingConfig } from '@berth/billing/billing.config';
import { gatewayConfig } from '@berth/gateway/gateway.config';
import { inventoryConfig } from '@berth/inventory/inventory.config';
import { schedulerConfig } from '@berth/scheduler/scheduler.config';
import { baseConfig } from '@berth/service-host/config';
import { telemetryConfig } from '@berth/telemetry/telemetry.config';

export interface Setting {
  readonly name: string;
  readonly description: string;
  readonly standard: string;
}

/** Every process and the schema that its environment is read with. */
export const processes: { readonly [name: string]: z.ZodObject } = {
  auth: authConfig,
  inventory: inventoryConfig,
  scheduler: schedulerConfig,
  telemetry: telemetryConfig,
  billing: billingConfig,
  gateway: gatewayConfig,
  agent: agentConfig,
};

export const commonSettings: readonly Setting[] = settingsOf(baseConfig);

/** What one process takes beyond what every service does. */
export const ownSettings = (name: string): readonly Setting[] => {
  const common = new Set(commonSettings.map((setting) => `${setting.name} ${setting.description}`));
  const schema = processes[name];
  if (!schema) throw new Error(`there is no process ${name}`);
  return settingsOf(schema).filter((setting) => !common.has(`${setting.name} ${setting.description}`));
};

function settingsOf(schema: z.ZodObject): Setting[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const type = field as z.ZodType;
    const description = type.description;
    if (description === undefined) throw new Error(`${name} has no description`);
    return { name, description, standard: standardOf(type) };
  });
}

/** The default. */
function standardOf(type: z.ZodType): string {
  const parsed = type.safeParse(undefined);
  if (!parsed.success) return 'required';
  if (parsed.data === undefined) return '';
  return typeof parsed.data === 'object' ? JSON.stringify(parsed.data) : String(parsed.data);
}
