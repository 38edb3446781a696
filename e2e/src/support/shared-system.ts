import { createDatabase, readAddresses, startSystem, testTopicPrefix } from '@casewire/testing/run';
import type { SystemInUse } from './open-system.ts';

type Entrance = Pick<SystemInUse, 'url' | 'adminKey' | 'topicPrefix'>;

interface SharedSystem {
  readonly stop: () => Promise<void>;
}

/** Workers inherit it. */
const VARIABLE = 'CASEWIRE_TEST_SYSTEM';

/** On the global object: jest loads setup and teardown as two copies of this module. */
const holder: typeof globalThis & { casewireSharedSystem?: SharedSystem } = globalThis;

/** Addresses that `GET /v1/egress` names. Deliveries come from loopback all the same. */
const environment = { CASEWIRE_EGRESS_ADDRESSES: '203.0.113.8/32,2001:db8:7::/64' };

/** Starts the system that the specs of a run share, with the settings of a new installation but for these. */
export async function startSharedSystem(): Promise<void> {
  const { brokers, databaseUrl, templateDatabase } = readAddresses();
  const database = await createDatabase(databaseUrl, templateDatabase);
  const topicPrefix = testTopicPrefix();
  const system = await startSystem({
    topicPrefix,
    brokers: brokers.split(','),
    databaseUrl: database.url,
    environment,
  });
  const entrance: Entrance = { url: system.url, adminKey: system.adminKey, topicPrefix };
  process.env[VARIABLE] = JSON.stringify(entrance);
  holder.casewireSharedSystem = {
    stop: async () => {
      await system.stop();
      await database.drop();
    },
  };
}

export async function stopSharedSystem(): Promise<void> {
  const system = holder.casewireSharedSystem;
  delete holder.casewireSharedSystem;
  await system?.stop();
}

/** How a spec finds the shared system. */
export function sharedSystem(): Entrance {
  return JSON.parse(process.env[VARIABLE] ?? '') as Entrance;
}
