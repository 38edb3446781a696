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

/** Starts the system that the specs of a run share, with the settings of a new installation. */
export async function startSharedSystem(): Promise<void> {
  const { brokers, databaseUrl, templateDatabase } = readAddresses();
  const database = await createDatabase(databaseUrl, templateDatabase);
  const topicPrefix = testTopicPrefix();
  const system = await startSystem({ topicPrefix, brokers: brokers.split(','), databaseUrl: database.url });
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
