import type { Processes } from '@casewire/testing';
import { useDatabase, useResource } from '@casewire/testing/fixtures';
import { openSystem, type RunningSystem } from './open-system.ts';
import { watchAnswers } from './watch-answers.ts';

type Environment = Readonly<Record<string, string>>;

const OPEN_DEADLINE_MS = 120_000;

/**
 * The whole product for the tests of a file, on a database and topics of its own. The file fails if an answer of the gateway
 * is not as the API description says.
 * @param environment as a function, it is called when the resources of the file before it are open
 */
export function useSystem(
  environment: Environment | (() => Environment) = {},
  processes?: Processes,
): RunningSystem {
  const database = useDatabase();
  const open = async () => {
    const variables = typeof environment === 'function' ? environment() : environment;
    const system = await openSystem({ databaseUrl: database.url, environment: variables, processes });
    try {
      return { ...system, watch: await watchAnswers(system.url) };
    } catch (error) {
      await system.stop();
      throw error;
    }
  };
  const close = async (system: Awaited<ReturnType<typeof open>>) => {
    await system.stop();
    await system.watch.close();
  };
  return useResource(open, { close, openDeadlineMs: OPEN_DEADLINE_MS });
}
