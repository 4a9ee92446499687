import { routesOf } from '../route.js';

const pools = routesOf('Pools');
const hosts = routesOf('Hosts');
const grants = routesOf('Grants and quotas');

export const fleetRoutes = [
  pools.get('/pools', 'pools'),
  pools.post('/pools', 'createPool', { status: 201, location: '/pools/{id}' }),
  pools.get('/pools/{id}', 'node:Pool'),
  pools.patch('/pools/{id:poolId}', 'updatePool'),
  pools.get('/pools/{id:pool}/policy', 'policy'),
  pools.patch('/pools/{id:pool}/policy', 'setPolicy'),
  pools.get('/pools/{id:pool}/queue', 'queue', { live: 'queueChanged' }),
  pools.get('/pools/{id:pool}/samples', 'poolSamples', { live: 'poolSamples', streamOnly: true }),
  pools.get('/pools/{id:pool}/fair-shares', 'fairShares'),

  hosts.get('/hosts', 'hosts'),
  hosts.get('/hosts/{id}', 'host'),
  hosts.patch('/hosts/{id:hostId}', 'updateHost'),
  hosts.delete('/hosts/{id:hostId}', 'removeHost', { status: 204 }),
  hosts.post('/hosts/{id:hostId}/cordon', 'cordonHost'),
  hosts.post('/hosts/{id:hostId}/uncordon', 'uncordonHost'),
  hosts.post('/hosts/{id:hostId}/drain', 'drainHost', { status: 202 }),
  hosts.post('/hosts/{id:hostId}/lift-quarantine', 'liftQuarantine'),
  hosts.get('/hosts/{id:host}/usage', 'hostUsage'),
  hosts.get('/hosts/{id:host}/device-usage', 'deviceUsage'),
  hosts.get('/hosts/{id:host}/samples', 'deviceSamples', { live: 'deviceSamples', streamOnly: true }),
  hosts.get('/accounts', 'accounts'),
  hosts.post('/hosts/{id:hostId}/accounts', 'mapAccount', { status: 201 }),
  hosts.delete('/hosts/{id:hostId}/accounts/{account}', 'unmapAccount'),
  hosts.get('/devices', 'devices'),
  hosts.put('/devices/{uuid}/limits', 'setDeviceLimits'),
  hosts.put('/devices/{uuid}/state', 'setDeviceState'),
  hosts.get('/join-tokens', 'joinTokens'),
  hosts.post('/join-tokens', 'createJoinToken', { status: 201 }),
  hosts.delete('/join-tokens/{id:tokenId}', 'revokeJoinToken'),

  grants.get('/grants', 'grants'),
  grants.post('/grants', 'createGrant', { status: 201 }),
  grants.delete('/grants/{id:grantId}', 'revokeGrant', { status: 204 }),
  grants.get('/quotas', 'quotas'),
  grants.put('/quotas', 'setQuota'),
  grants.delete('/quotas/{id:quotaId}', 'removeQuota'),
];
