import type { Processes } from '@casewire/testing';
import { useDatabase, useResource } from '@casewire/testing/fixtures';
import { enterSystem, openSystem, type RunningSystem, type SystemInUse } from './open-system.ts';
import { sharedSystem } from './shared-system.ts';
import { watchAnswers } from './watch-answers.ts';

type Environment = Readonly<Record<string, string>>;

const OPEN_DEADLINE_MS = 120_000;

/**
 * The whole product for the tests of a file. The file fails if an answer of the gateway is not as the API description says.
 *
 * Without arguments, it is the system that all files of a run share, some of them at the same time. A test there has tenants
 * of its own, and expects nothing of what the operator sees of others. With arguments, it is a system of the file's own, on
 * a database and topics of its own, whose processes may be ended: that takes seconds, so it is for those that need it.
 * @param environment as a function, it is called when the resources of the file before it are open
 */
export function useSystem(): SystemInUse;
export function useSystem(
  environment: Environment | (() => Environment),
  processes?: Processes,
): RunningSystem;
export function useSystem(
  environment?: Environment | (() => Environment),
  processes?: Processes,
): SystemInUse | RunningSystem {
  return environment === undefined ? useSharedSystem() : useOwnSystem(environment, processes);
}

function useSharedSystem(): SystemInUse {
  const system = useResource(() => enterSystem(sharedSystem()), {
    close: ({ upstream }) => upstream.close(),
  });
  useWatch(system);
  return system;
}

function useOwnSystem(
  environment: Environment | (() => Environment),
  processes: Processes | undefined,
): RunningSystem {
  const database = useDatabase();
  const open = () => {
    const variables = typeof environment === 'function' ? environment() : environment;
    return openSystem({ databaseUrl: database.url, environment: variables, processes });
  };
  const system = useResource(open, { close: (opened) => opened.stop(), openDeadlineMs: OPEN_DEADLINE_MS });
  useWatch(system);
  return system;
}

function useWatch(system: SystemInUse): void {
  useResource(() => watchAnswers(system.url), { close: (watch) => watch.close() });
}
