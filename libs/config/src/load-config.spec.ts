import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  keyRingVariables,
  serviceVariables,
  databaseVariables,
  egressVariables,
  targetVariables,
} from './fragments.ts';
import { kafkaVariables, toKafkaConnection } from './kafka-variables.ts';
import { ConfigError, type ConfigSchema, loadConfig } from './load-config.ts';
import { optionalVariable, variable } from './variable.ts';
import { text, wholeNumber } from './value-kinds.ts';

function problemsOf(schema: ConfigSchema, environment: Record<string, string>): Record<string, string> {
  try {
    loadConfig(schema, environment);
    return {};
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Object.fromEntries(error.problems.map(({ variable: name, message }) => [name, message]));
  }
}

describe('loadConfig', () => {
  const schema = z.object({
    COUNT: variable({ ...wholeNumber({ min: 1, max: 9 }), description: 'How many.', default: '3' }),
    TOKEN: variable({
      ...text({ min: 8, max: 20 }),
      description: 'Proof.',
      secret: true,
      example: 'abcdefgh',
    }),
    NOTE: optionalVariable({ ...text({ min: 1, max: 5 }), description: 'A note.' }),
  });

  it('reads values and fills in defaults', () => {
    expect(loadConfig(schema, { TOKEN: '12345678', OTHER: 'x' })).toEqual({ COUNT: 3, TOKEN: '12345678' });
  });

  it('takes a variable that is set to nothing as not set', () => {
    expect(loadConfig(schema, { TOKEN: '12345678', COUNT: '', NOTE: '' })).toMatchObject({ COUNT: 3 });
    expect(problemsOf(schema, { TOKEN: '' })).toHaveProperty('TOKEN');
  });

  it('names every problem at once, and what would have been accepted', () => {
    expect(problemsOf(schema, { COUNT: 'many', NOTE: 'too long' })).toEqual({
      COUNT: '("many") is not a whole number; accepted is a whole number from 1 to 9',
      TOKEN: 'is not set; accepted is text of 8 to 20 characters, for instance abcdefgh',
      NOTE: '("too long") is too long; accepted is text of 1 to 5 characters',
    });
  });

  it('never shows the value of a secret', () => {
    const environment = {
      TOKEN: 'hunter2',
      DATABASE_URL: 'mysql://user:hunter2@host/db',
      CASEWIRE_MASTER_KEYS: 'one:hunter2',
      CASEWIRE_INTERNAL_KEY: 'hunter2',
      KAFKA_SASL_PASSWORD: 'hunter2',
    };
    const all = z.object({
      ...schema.shape,
      ...databaseVariables,
      ...keyRingVariables,
      ...serviceVariables({ port: 1 }),
      ...kafkaVariables,
    });
    const problems = problemsOf(all, environment);
    expect(Object.keys(problems)).toEqual(
      expect.arrayContaining(['TOKEN', 'DATABASE_URL', 'CASEWIRE_MASTER_KEYS', 'CASEWIRE_INTERNAL_KEY']),
    );
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('asks for what a variable cannot do without', () => {
    const environment = {
      KAFKA_BROKERS: 'one:9092',
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_SASL_USERNAME: 'casewire',
    };
    expect(problemsOf(z.object(kafkaVariables), environment)).toEqual({
      KAFKA_SASL_PASSWORD: 'is not set, but KAFKA_SASL_MECHANISM is and needs it',
    });
  });
});

describe('egressVariables', () => {
  const schema = z.object(egressVariables);

  it('take a proxy with its scheme, or none', () => {
    const proxy = 'http://casewire:pass@proxy.internal:3128';
    expect(loadConfig(schema, { CASEWIRE_EGRESS_PROXY: proxy })).toEqual({ CASEWIRE_EGRESS_PROXY: proxy });
    expect(loadConfig(schema, {})).toEqual({});
  });

  it.each(['proxy.internal:3128', 'socks5://proxy.internal:1080', '//proxy.internal'])(
    'refuse the proxy %s',
    (proxy) => {
      expect(problemsOf(schema, { CASEWIRE_EGRESS_PROXY: proxy })).toHaveProperty('CASEWIRE_EGRESS_PROXY');
    },
  );
});

describe('CASEWIRE_ALLOW_PRIVATE_TARGETS', () => {
  const schema = z.object(targetVariables);

  it('is a list of ranges, empty by default', () => {
    expect(loadConfig(schema, {})).toEqual({ CASEWIRE_ALLOW_PRIVATE_TARGETS: [] });
    expect(loadConfig(schema, { CASEWIRE_ALLOW_PRIVATE_TARGETS: '127.0.0.0/8, ::1/128' })).toEqual({
      CASEWIRE_ALLOW_PRIVATE_TARGETS: ['127.0.0.0/8', '::1/128'],
    });
  });

  it.each(['127.0.0.1', '127.0.0.0/33', 'localhost/8', '10.0.0.0/8,'])('refuses %s', (value) => {
    expect(problemsOf(schema, { CASEWIRE_ALLOW_PRIVATE_TARGETS: value })).toHaveProperty(
      'CASEWIRE_ALLOW_PRIVATE_TARGETS',
    );
  });
});

describe('toKafkaConnection', () => {
  const connection = (environment: Record<string, string>) =>
    toKafkaConnection(loadConfig(z.object(kafkaVariables), environment), 'casewire-spec');

  it('is plain unless told otherwise', () => {
    expect(connection({ KAFKA_BROKERS: 'one:9092,two:9092' })).toEqual({
      brokers: ['one:9092', 'two:9092'],
      clientId: 'casewire-spec',
    });
  });

  it('speaks TLS and logs in where told to', () => {
    expect(
      connection({
        KAFKA_BROKERS: '[::1]:9092',
        KAFKA_SSL: 'true',
        KAFKA_SASL_MECHANISM: 'scram-sha-512',
        KAFKA_SASL_USERNAME: 'casewire',
        KAFKA_SASL_PASSWORD: 'secret',
      }),
    ).toEqual({
      brokers: ['[::1]:9092'],
      clientId: 'casewire-spec',
      ssl: true,
      sasl: { mechanism: 'scram-sha-512', username: 'casewire', password: 'secret' },
    });
  });
});
