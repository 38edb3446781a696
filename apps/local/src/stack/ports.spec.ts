import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '@casewire/config';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { configSchema } from '../config.ts';
import { busyPortMessage, findBusyPorts, neededPorts } from './ports.ts';

describe('neededPorts', () => {
  it('counts the services up from the base port', () => {
    const ports = neededPorts(loadConfig(configSchema, { CASEWIRE_PORT_BASE: '4000' }), {
      withDemo: true,
    }).map(({ port }) => port);
    expect(ports).toEqual([4000, 4001, 4002, 4003, 4004, 4005, 4006, 29_092, 25_432, 8787]);
  });

  it('leaves out the servers that somebody else runs', () => {
    const config = loadConfig(configSchema, {
      KAFKA_BROKERS: 'kafka:9092',
      DATABASE_URL: 'postgres://postgres/casewire',
    });
    expect(neededPorts(config, { withDemo: true }).map(({ port }) => port)).toEqual([
      3000, 3001, 3002, 3003, 3004, 3005, 3006, 8787,
    ]);
  });

  it('leaves out the receiver of a demonstration that is not wanted', () => {
    const ports = neededPorts(loadConfig(configSchema, {}), { withDemo: false }).map(({ port }) => port);
    expect(ports).toEqual([3000, 3001, 3002, 3003, 3004, 3005, 3006, 29_092, 25_432]);
  });
});

describe('findBusyPorts', () => {
  it('names the port, its purpose and the variable that changes it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const needed = { port, owner: 'gateway', variable: 'CASEWIRE_PORT_BASE' } as const;
    const busy = await findBusyPorts([needed]);
    server.close();
    await once(server, 'close');
    expect(busy).toEqual([busyPortMessage(needed)]);
    expect(await findBusyPorts([needed])).toEqual([]);
  });

  it('gives an example that can be pasted', () => {
    const needed = { port: 3000, owner: 'gateway', variable: 'CASEWIRE_PORT_BASE' } as const;
    expect(busyPortMessage(needed)).toBe(
      'port 3000, for gateway, is in use by another program: set CASEWIRE_PORT_BASE to a free one, for instance CASEWIRE_PORT_BASE=3100 npm start',
    );
  });
});
