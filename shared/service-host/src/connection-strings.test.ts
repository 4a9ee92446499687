import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { addressesOf, plainReason, withoutSecrets } from './connection-strings.js';

describe('connection strings', () => {
  it('give their addresses, and nothing else of them', () => {
    const cases = [
      ['esdb://127.0.0.1:2113?tls=false', '127.0.0.1:2113'],
      ['kurrentdb+discover://ann:s3cret@events.example.org?tls=true', 'events.example.org:2113'],
      ['mongodb://ann:s3@cr/et@one,two:27018/berth?replicaSet=x&authSource=a@b', 'one:2113, two:27018'],
      ['nats://ann:s3cret@one:4222,nats://two:4223', 'one:4222, two:4223'],
      ['127.0.0.1:4222', '127.0.0.1:4222'],
    ] as const;
    for (const [url, addresses] of cases) assert.equal(addressesOf(url, 2113), addresses);
  });

  it('have their users and passwords taken out of texts', () => {
    const clean = withoutSecrets(['mongodb://ann:p%40ss%20word@host/?x=1', undefined, 'nats://bob:abc@host']);
    assert.equal(
      clean(
        'could not use mongodb://ann:p%40ss%20word@host: p@ss word was refused for ann; nats://bob:abc@host',
      ),
      'could not use mongodb://[secret]@host: [secret] was refused for ann; nats://[secret]@host',
    );
    assert.equal(withoutSecrets(['sqlite:/data/a.sqlite'])('all of it'), 'all of it');
  });
});

describe('the reason why something is not there', () => {
  it('is a few words where it is a usual one', () => {
    const refused = new Error(
      '14 UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED 127.0.0.1:1',
    );
    assert.equal(plainReason(refused), 'connection refused');
    const cause = Object.assign(new Error('getaddrinfo ENOTFOUND events'), { code: 'ENOTFOUND' });
    assert.equal(plainReason(new Error('read models in MongoDB', { cause })), 'host name not found');
    assert.equal(
      plainReason(new Error('self-signed certificate\n  at TLSSocket')),
      'self-signed certificate',
    );
  });
});
