import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { CloudEvent } from 'cloudevents';
import fc from 'fast-check';
import type { JsonObject } from '@berth/kernel/json';
import type { RecordedEvent } from '@berth/event-store';
import { decodeCloudEvent, encodeCloudEvent, subjectOf } from './cloud-event.js';
import { anEvent, anId } from './test-events.js';

const STORE = 'store-1';
const encode = (event: RecordedEvent) => encodeCloudEvent({ service: 'scheduler', storeId: STORE, event });
const decode = (text: string) => decodeCloudEvent(Buffer.from(text));

const fullEvent = anEvent(3, {
  metadata: {
    ...anEvent(3).metadata,
    actor: { kind: 'agent', id: 'h' },
    traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    basis: { inventory: '00000000000000000007', auth: '00000000000000000009' },
  },
});

describe('a cloud event', () => {
  for (const event of [anEvent(1), fullEvent]) {
    it(`is valid by the SDK's strict validation${event.metadata.basis ? ', with all attributes' : ''}`, () => {
      const { data, ...attributes } = JSON.parse(encode(event));
      const cloudEvent = new CloudEvent({ ...attributes, data }, true);
      assert.equal(cloudEvent.validate(), true);
      for (const name of Object.keys(attributes)) assert.match(name, /^[a-z0-9]{1,20}$/);
      assert.equal(cloudEvent.source, 'berth/scheduler');
      assert.equal(cloudEvent.subject, event.stream);
    });

    it(`decodes to what was encoded${event.metadata.basis ? ', with all attributes' : ''}`, () => {
      const decoded = decode(encode(event));
      assert.deepEqual(decoded, { ok: true, value: { service: 'scheduler', storeId: STORE, event } });
    });
  }

  it('carries any data and any text', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(fc.dictionary(text, fc.jsonValue()), text, (data, id) => {
        const event = anEvent(1, {
          data: JSON.parse(JSON.stringify(data)) as JsonObject,
          metadata: { ...anEvent(1).metadata, causationId: id },
        });
        const decoded = decode(encode(event));
        assert.deepEqual(decoded.ok && decoded.value.event, event);
      }),
      { numRuns: 100 },
    );
  });

  it('that is none is refused, and the attribute named', () => {
    const valid: JsonObject = JSON.parse(encode(fullEvent));
    assert.deepEqual(decode('{'), { ok: false, error: 'not JSON' });
    assert.deepEqual(decode('[]'), { ok: false, error: 'not an object' });
    for (const [name, value] of [
      ['specversion', '0.3'],
      ['id', ''],
      ['type', 7],
      ['subject', undefined],
      ['time', null],
      ['position', 12],
      ['storeid', undefined],
      ['revision', '1'],
      ['data', 'text'],
      ['data', []],
      ['source', 'berth/nobody'],
      ['actorkind', 'dog'],
      ['actorid', undefined],
      ['inputhash', 1],
      ['basis', '{'],
      ['basis', '{"auth":7}'],
    ] as const) {
      const decoded = decode(JSON.stringify({ ...valid, [name]: value }));
      assert.ok(!decoded.ok && decoded.error.startsWith(name), `${name}: ${JSON.stringify(decoded)}`);
    }
  });
});

describe('the subject of an event', () => {
  it('names project, entity, id and event', () => {
    assert.equal(
      subjectOf('scheduler', anEvent(1)),
      `berth.evt.scheduler.${anId(2)}.job.${anId(1)}.submitted.v1`,
    );
  });

  it('has no project where the data names none', () => {
    for (const projectId of [undefined, null, 7, 'not.an.id']) {
      const event = anEvent(1, { data: { projectId } as JsonObject });
      assert.equal(subjectOf('scheduler', event), `berth.evt.scheduler._.job.${anId(1)}.submitted.v1`);
    }
  });

  it('is split at the stream`s first colon, and stays one token each', () => {
    const subject = (stream: string) =>
      subjectOf('auth', anEvent(1, { stream, data: {}, type: 'auth.claim.made.v1' }));
    assert.equal(subject('claim:email:ab12'), 'berth.evt.auth._.claim.email:ab12.made.v1');
    assert.equal(subject('claim:a.b*c>d e'), 'berth.evt.auth._.claim.a_b_c_d_e.made.v1');
    assert.equal(subject('installation'), 'berth.evt.auth._.installation._.made.v1');
  });
});
