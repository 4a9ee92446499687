import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import type { HostStatus } from '@berth/contracts/inventory/views';
import { detectLivenessChanges, type KnownHost } from './liveness.poller.js';
import { ListenerUptime } from './listener-uptime.js';

const LONG = 45_001;
const rules = { listeningForMs: 1_000_000, lostAfterMs: 45_000 };
const host = (status: HostStatus, silentForMs?: number): KnownHost => ({ id: status, status, silentForMs });
const changesOf = (hosts: KnownHost[], listeningForMs = rules.listeningForMs) =>
  detectLivenessChanges(hosts, { ...rules, listeningForMs });

describe('silence', () => {
  it('loses a host only when it lasts longer than allowed', () => {
    assert.deepEqual(changesOf([host('online', 45_000)]).lost, []);
    assert.deepEqual(changesOf([host('online', LONG)]).lost, ['online']);
  });

  it('counts only while we listened', () => {
    assert.deepEqual(changesOf([host('online', LONG)], 45_000).lost, []);
    assert.deepEqual(changesOf([host('online')], 45_000).lost, []);
    assert.deepEqual(changesOf([host('online')], LONG).lost, ['online']);
  });

  it('of hosts that never registered, stopped or are lost changes nothing', () => {
    const silent = (['joining', 'stopped', 'lost'] as const).map((status) => host(status, LONG));
    assert.deepEqual(changesOf(silent), { lost: [], returned: [] });
  });

  it('that ends brings a lost host back', () => {
    assert.deepEqual(changesOf([host('lost', 100)]).returned, ['lost']);
    assert.deepEqual(changesOf([host('stopped', 100), host('lost')]).returned, []);
  });
});

describe('listening', () => {
  it('counts from the first check, and anew from each reconnection', () => {
    let now = 1000;
    const listening = new ListenerUptime(() => now, 10_000);
    assert.equal(listening.check(true), 0);
    now += 5_000;
    assert.equal(listening.check(true), 5_000);
    assert.equal(listening.check(false), undefined);
    now += 5_000;
    assert.equal(listening.check(true), 0);
  });

  it('counts anew from a reconnection that no check has seen', () => {
    let now = 0;
    const listening = new ListenerUptime(() => now, 10_000);
    listening.check(true);
    now += 4_000;
    listening.restart();
    now += 1_000;
    assert.equal(listening.check(true), 1_000);
  });

  it('counts anew after our own process stood still', () => {
    let now = 0;
    const listening = new ListenerUptime(() => now, 10_000);
    listening.check(true);
    now += 60_000;
    assert.equal(listening.check(true), 0);
  });
});
