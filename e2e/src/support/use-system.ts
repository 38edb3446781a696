import type { Processes } from '@casewire/testing';
import { useDatabase, useResource } from '@casewire/testing/fixtures';
import { openSystem, type RunningSystem } from './open-system.ts';

type Environment = Readonly<Record<string, string>>;

const OPEN_DEADLINE_MS = 120_000;

/**
 * The whole product for the tests of a file, on a database and topics of its own.
 * @param environment as a function, it is called when the resources of the file before it are open
 */
export function useSystem(
  environment: Environment | (() => Environment) = {},
  processes?: Processes,
): RunningSystem {
  const database = useDatabase();
  const open = () => {
    const variables = typeof environment === 'function' ? environment() : environment;
    return openSystem({ databaseUrl: database.url, environment: variables, processes });
  };
  return useResource(open, { close: (system) => system.stop(), openDeadlineMs: OPEN_DEADLINE_MS });
}
