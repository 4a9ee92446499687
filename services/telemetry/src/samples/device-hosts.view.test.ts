import { it } from '@jest/globals';
import type { HostEvent } from '@berth/contracts/inventory/events';
import { given } from '@berth/read-models/testing';
import { deviceHosts } from './device-hosts.view.js';

const facts = { hostname: 'gpu-1', addresses: [], cpuCores: 8, memoryMiB: 1024, agentVersion: '0.1.0' };
const device = { uuid: 'GPU-1', index: 0, model: 'A100', memoryMiB: 40_960, simulated: false };
const reported = (hostId: string, contested?: readonly string[]): HostEvent => ({
  type: 'inventory.host.reported.v1',
  data: { hostId, facts, devices: [device], ...(contested && { contested: [...contested] }) },
});

it("takes a device's samples from the host that has it, not from one that claims it", () => {
  const owned = given(deviceHosts).events(reported('first'), reported('rogue', ['GPU-1']));
  owned.expectDocument('GPU-1', { hostId: 'first' });
  owned.events(reported('rogue')).expectDocument('GPU-1', { hostId: 'rogue' });
});
