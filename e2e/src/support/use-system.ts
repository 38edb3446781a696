import type { Processes } from '@casewire/testing';
import { useDatabase, useResource } from '@casewire/testing/fixtures';
import { openSystem, type RunningSystem } from './open-system.ts';

const OPEN_DEADLINE_MS = 120_000;

/**
 * The whole product for the tests of a file, on a database and topics of its own. Default: each service in its own
 * process.
 */
export function useSystem(
  environment: Readonly<Record<string, string>> = {},
  processes: Processes = 'each',
): RunningSystem {
  const database = useDatabase();
  return useResource(() => openSystem({ databaseUrl: database.url, environment, processes }), {
    close: (system) => system.stop(),
    openDeadlineMs: OPEN_DEADLINE_MS,
  });
}
