import { describe, expect, it } from '@jest/globals';
import { serviceEnvironment, type EnvironmentOptions } from './service-environment.ts';
import { servicePrograms, type Processes, type ServiceProgram } from './services.ts';

const options: EnvironmentOptions = {
  inherited: {},
  brokers: '127.0.0.1:29092',
  databaseUrl: 'postgres://127.0.0.1/casewire',
  secrets: { CASEWIRE_ADMIN_KEY: 'admin', CASEWIRE_MASTER_KEYS: 'master', CASEWIRE_INTERNAL_KEY: 'internal' },
  portBase: 3000,
  allowPrivateTargets: '127.0.0.0/8',
  compileCacheDir: '.cache/node',
};

function program(name: ServiceProgram['name'], processes: Processes = 'each'): ServiceProgram {
  const found = servicePrograms[processes].find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no process ${name}`);
  return found;
}

describe('serviceEnvironment', () => {
  it('says where the service listens and where everything else is', () => {
    expect(serviceEnvironment(program('matching'), options)).toMatchObject({
      HOST: '127.0.0.1',
      PORT: '3003',
      KAFKA_BROKERS: '127.0.0.1:29092',
      DATABASE_URL: 'postgres://127.0.0.1/casewire',
      CASEWIRE_HISTORY_URL: 'http://127.0.0.1:3005',
    });
  });

  it('gives one process for all services every key, and the port to each that it has alone', () => {
    expect(serviceEnvironment(program('casewire', 'one'), options)).toMatchObject({
      ...options.secrets,
      CASEWIRE_SERVICES: 'gateway,ingestion,subscriptions,matching,delivery,history,inspector',
      PORT: '3000',
      CASEWIRE_INGESTION_PORT: '3001',
      CASEWIRE_SUBSCRIPTIONS_PORT: '3002',
      CASEWIRE_MATCHING_PORT: '3003',
      CASEWIRE_DELIVERY_PORT: '3004',
      CASEWIRE_HISTORY_PORT: '3005',
      CASEWIRE_INSPECTOR_PORT: '3006',
    });
  });

  it('gives each service only the keys that it needs', () => {
    const keysOf = (name: ServiceProgram['name'], inherited = {}) =>
      Object.keys(serviceEnvironment(program(name), { ...options, inherited })).filter((key) =>
        Object.keys(options.secrets).includes(key),
      );
    expect(keysOf('matching')).toEqual(['CASEWIRE_INTERNAL_KEY']);
    expect(keysOf('matching', { CASEWIRE_ADMIN_KEY: 'set in the shell' })).toEqual(['CASEWIRE_INTERNAL_KEY']);
    expect(keysOf('gateway')).toContain('CASEWIRE_ADMIN_KEY');
    expect(keysOf('delivery')).toContain('CASEWIRE_MASTER_KEYS');
  });

  it('passes on what people set for the services, and nothing else of their shell', () => {
    const inherited = {
      LOG_LEVEL: 'debug',
      KAFKA_SSL: 'true',
      PORT: '9',
      HOST: '0.0.0.0',
      AWS_SECRET: 'x',
      UNSET: undefined,
    };
    const environment = serviceEnvironment(program('gateway'), { ...options, inherited });
    expect(environment).toMatchObject({
      LOG_LEVEL: 'debug',
      KAFKA_SSL: 'true',
      PORT: '3000',
      HOST: '127.0.0.1',
    });
    expect(environment).not.toHaveProperty('AWS_SECRET');
    expect(environment).not.toHaveProperty('UNSET');
  });
});
