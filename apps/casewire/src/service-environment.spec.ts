import { loadConfig, portVariable, serviceNames, type Environment, type ServiceName } from '@casewire/config';
import { describe, expect, it } from '@jest/globals';
import { configSchema } from './config.ts';
import { serviceEnvironment } from './service-environment.ts';

const none: ReadonlyMap<string, string> = new Map();

function environmentOf(service: ServiceName, environment: Environment, urls = none): Environment {
  const config = loadConfig(configSchema, environment);
  return serviceEnvironment(service, { environment, config, urls });
}

describe('the services of a process', () => {
  const wantedBy = (text?: string) => loadConfig(configSchema, { CASEWIRE_SERVICES: text }).CASEWIRE_SERVICES;

  it('are all, or those of a list', () => {
    expect(wantedBy()).toEqual(serviceNames);
    expect(wantedBy('all')).toEqual(serviceNames);
    expect(wantedBy('matching, delivery')).toEqual(['matching', 'delivery']);
  });

  it('are refused where one does not exist, with the names of those that do', () => {
    expect(() => wantedBy('matching,matchin')).toThrow(
      /CASEWIRE_SERVICES \("matching,matchin"\) entry 2 is not one of the known values; accepted is `all`, or .*`gateway`/,
    );
  });
});

describe('the variables of a service in a process of several', () => {
  it('are those of the process, which are given once', () => {
    const given = { KAFKA_BROKERS: 'kafka:9092', LOG_LEVEL: 'debug' };
    for (const service of serviceNames) expect(environmentOf(service, given)).toMatchObject(given);
  });

  it('give the port and the address of the process to the gateway, and to the others ports of loopback', () => {
    const given = { PORT: '80', HOST: '0.0.0.0', CASEWIRE_HISTORY_PORT: '3005' };
    expect(environmentOf('gateway', given)).toMatchObject({ PORT: '80', HOST: '0.0.0.0' });
    expect(environmentOf('history', given)).toMatchObject({ PORT: '3005', HOST: '127.0.0.1' });
    expect(environmentOf('matching', given)).toMatchObject({ PORT: '0', HOST: '127.0.0.1' });
  });

  it('give them to the first service of a list without the gateway, whose others can be reached too', () => {
    const given = {
      CASEWIRE_SERVICES: 'matching,delivery',
      PORT: '80',
      HOST: '0.0.0.0',
      CASEWIRE_DELIVERY_PORT: '81',
    };
    expect(environmentOf('matching', given)).toMatchObject({ PORT: '80', HOST: '0.0.0.0' });
    expect(environmentOf('delivery', given)).toMatchObject({ PORT: '81', HOST: '0.0.0.0' });
  });

  it('name the variable that moves each', () => {
    expect(portVariable('gateway', serviceNames)).toBe('PORT');
    expect(portVariable('history', serviceNames)).toBe('CASEWIRE_HISTORY_PORT');
    expect(portVariable('history', ['history'])).toBe('PORT');
  });

  it('lead to the services of the same process, and to others as they are configured', () => {
    const given = {
      CASEWIRE_INGESTION_URL: 'http://ingestion:3000',
      CASEWIRE_DELIVERY_URL: 'http://delivery:3000',
      CASEWIRE_HISTORY_URL: 'http://history:3000',
    };
    const urls = new Map([
      ['delivery', 'http://0.0.0.0:4711'],
      ['history', 'http://[::]:4712'],
    ]);
    expect(environmentOf('gateway', given, urls)).toMatchObject({
      CASEWIRE_INGESTION_URL: 'http://ingestion:3000',
      CASEWIRE_DELIVERY_URL: 'http://127.0.0.1:4711',
      CASEWIRE_HISTORY_URL: 'http://[::1]:4712',
    });
  });
});

it('a service starts after those that it sends requests to', () => {
  expect(serviceNames.indexOf('subscriptions')).toBeGreaterThan(serviceNames.indexOf('delivery'));
  expect(serviceNames.indexOf('delivery')).toBeGreaterThan(serviceNames.indexOf('inspector'));
  expect(serviceNames.at(-1)).toBe('gateway');
});
