import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { type Context } from '../context.ts';
import { writeAddresses } from '../data-folder/addresses.ts';
import { ensureDemoTenant } from '../data-folder/demo-tenant.ts';
import { acquireRunLock } from '../data-folder/run-lock.ts';
import { loadSecrets } from '../data-folder/secrets.ts';
import { demonstrate } from '../demo/demonstrate.ts';
import { Failure } from '../failure.ts';
import { createGatewayClient } from '../gateway/gateway-client.ts';
import { dashboardLink } from '../open/dashboard-link.ts';
import { migrate } from '../stack/migrate.ts';
import { findBusyPorts, neededPorts } from '../stack/ports.ts';
import { startServers } from '../stack/servers.ts';
import { Stack } from '../stack/stack.ts';
import { startServices } from '../stack/start-services.ts';
import { endLeftovers } from './end-leftovers.ts';
import { startReceiver } from './start-receiver.ts';
import { summaryLines } from './summary-lines.ts';
import { untilSignal } from './until-signal.ts';

/** Ctrl-C ends everything within 10 s: after these times, processes that still run are killed. */
const stopDeadlinesMs = { services: 5000, servers: 4000 };

export interface StartOptions {
  /** Whether the demonstration's receiver is started, and the first start on a data folder shows the demonstration. */
  withDemo: boolean;
}

async function prepare(context: Context, options: StartOptions): Promise<void> {
  await endLeftovers(context);
  const busy = await findBusyPorts(neededPorts(context.config, options));
  if (busy.length > 0) throw new Failure(busy.join('\n'));
  await rm(context.paths.runDir, { recursive: true, force: true });
  for (const folder of [context.paths.runDir, context.paths.logDir]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }
}

/** The two parts of the running system. Services are stopped first. */
interface Stacks {
  services: Stack;
  /** Kafka and PostgreSQL. */
  servers: Stack;
}

async function bringUp(
  context: Context,
  stacks: Stacks,
  signal: AbortSignal,
  options: StartOptions,
): Promise<void> {
  const { config, paths, terminal } = context;
  const startedAt = performance.now();
  const secrets = await loadSecrets(paths.secrets, config);
  terminal.line(
    `Webhooks may reach ${config.CASEWIRE_ALLOW_PRIVATE_TARGETS} here (CASEWIRE_ALLOW_PRIVATE_TARGETS), which only a local system allows.`,
  );
  const servers = await startServers(context, stacks.servers, signal);
  await migrate(context, servers.databaseUrl);
  signal.throwIfAborted();
  await startServices(context, stacks.services, { servers, secrets, signal });
  const receiver = options.withDemo ? await startReceiver(context, stacks.services, signal) : undefined;

  const url = `http://localhost:${config.CASEWIRE_PORT_BASE}`;
  const clientFor = (key: string) => createGatewayClient(url, key);
  const operator = clientFor(secrets.CASEWIRE_ADMIN_KEY);
  const state = await ensureDemoTenant({ file: paths.demo, operator, clientFor });
  await writeAddresses(context, { url, brokers: servers.brokers, receiverUrl: receiver?.url });
  const seconds = (performance.now() - startedAt) / 1000;
  if (receiver !== undefined && !state.wasShown) {
    await demonstrate(context, {
      state,
      client: clientFor(state.key),
      brokers: servers.brokers,
      receiver,
    });
  }
  signal.throwIfAborted();
  const link = await dashboardLink(operator, state.tenantId);
  const ownAdminKey = config.CASEWIRE_ADMIN_KEY !== undefined;
  for (const line of summaryLines(paths, { url, link, key: state.key, seconds, ownAdminKey }))
    terminal.line(line);
}

async function takeDown({ terminal }: Context, { services, servers }: Stacks): Promise<void> {
  if (services.isEmpty && servers.isEmpty) return;
  const step = terminal.step('Stopping');
  await services.stop(stopDeadlinesMs.services);
  await servers.stop(stopDeadlinesMs.servers);
  step.done('everything has ended');
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** Runs the whole system until a signal. @throws Failure when it cannot start; nothing is left running then */
export async function start(context: Context, options: StartOptions): Promise<void> {
  const { paths } = context;
  // Other users may pass through and not read it: under root, PostgreSQL runs as another user in a folder below.
  await mkdir(paths.dataDir, { recursive: true, mode: 0o711 });
  const lock = await acquireRunLock(paths.runLock);
  if (lock.kind === 'held') {
    throw new Failure(
      `Casewire already runs on ${paths.dataDir} (process ${lock.pid}): stop it with Ctrl-C in its terminal, or use it with "npm run send"`,
    );
  }
  const stacks = { services: new Stack(), servers: new Stack() };
  const { signal } = untilSignal(() => {
    void stacks.services.kill();
    void stacks.servers.kill();
  });
  try {
    await prepare(context, options);
    // A signal ends the start at any point. Its remaining steps fail by themselves when the services are gone.
    await Promise.race([bringUp(context, stacks, signal, options), untilAborted(signal)]);
    await untilAborted(signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await takeDown(context, stacks);
    await lock.release();
  }
}
