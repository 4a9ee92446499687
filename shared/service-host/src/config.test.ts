import assert from 'node:assert/strict';
import { describe, it } from '@jest/globals';
import { baseConfig, ConfigError, parseConfig } from './config.js';

const enough = {
  BERTH_EVENT_STORE: 'sqlite:events.db',
  BERTH_READ_MODELS: 'sqlite:views.db',
  BERTH_MASTER_KEY_FILE: 'master.key',
};

describe('configuration', () => {
  it('fills in what is not said', () => {
    const config = parseConfig(baseConfig, { ...enough, BERTH_LOG_LEVEL: '' });
    assert.deepEqual(
      [config.BERTH_LOG_LEVEL, config.BERTH_ENV, config.BERTH_HEALTH_PORT],
      ['info', 'production', 0],
    );
  });

  it('names every variable that is wrong at once, and shows no value', () => {
    const wrong = { ...enough, BERTH_HEALTH_PORT: '70000', BERTH_ENV: 's3cret', BERTH_EVENT_STORE: '' };
    assert.throws(
      () => parseConfig(baseConfig, wrong),
      (error: unknown) =>
        error instanceof ConfigError &&
        ['BERTH_HEALTH_PORT', 'BERTH_ENV', 'BERTH_EVENT_STORE'].every((name) =>
          error.message.includes(name),
        ) &&
        !error.message.includes('s3cret'),
    );
  });

  it('takes where traces go by the name that OpenTelemetry gives it', () => {
    const at = (OTEL_EXPORTER_OTLP_ENDPOINT: string) =>
      parseConfig(baseConfig, { ...enough, OTEL_EXPORTER_OTLP_ENDPOINT }).OTEL_EXPORTER_OTLP_ENDPOINT;
    assert.equal(at('http://127.0.0.1:4318'), 'http://127.0.0.1:4318');
    assert.equal(at(''), undefined);
    assert.throws(() => at('127.0.0.1:4318'), /OTEL_EXPORTER_OTLP_ENDPOINT/);
  });

  it('describes each variable', () => {
    for (const [name, schema] of Object.entries(baseConfig.shape)) {
      assert.ok(schema.description, `${name} is not described`);
    }
  });
});
