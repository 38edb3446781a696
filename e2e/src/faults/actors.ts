import { setTimeout as delay } from 'node:timers/promises';
import { createPool } from '@casewire/database';
import { type ServiceName } from '@casewire/config';
import { hostileTenants, type HostileGround } from '@casewire/testing/generators';
import type { OwnServers } from '../support/own-servers.ts';
import type { CustomerWebhook } from './customer-webhook.ts';
import { customerActors } from './customers.ts';
import type { Diary } from './diary.ts';
import type { FaultKindName, Trouble } from './kinds.ts';
import { outageActors } from './outages.ts';
import type { Receivers } from './receivers.ts';
import type { ServiceKeeper } from './service-keeper.ts';
import type { Break, Mend } from './timeline.ts';

/** Whom faults concern. */
export interface Scene {
  readonly servers: OwnServers;
  readonly services: ServiceKeeper;
  readonly receivers: Receivers;
  readonly hostileGround: HostileGround;
  /** The webhooks of the streams. */
  readonly webhooks: readonly CustomerWebhook[];
  readonly diary: Diary;
}

const nothing: Mend = () => Promise.resolve();

/** How each kind of fault is done and undone. Signals go to processes of the scene only. */
export function actorsOn(scene: Scene): Readonly<Record<FaultKindName, Break>> {
  return {
    ...serviceActors(scene),
    ...serverActors(scene),
    ...troubleActors(scene),
    ...hostileActors(scene),
    ...customerActors(scene.webhooks, scene.diary),
    ...outageActors(scene.receivers, scene.webhooks, scene.diary),
  };
}

function serviceActors({ services }: Scene) {
  return {
    kill: async (target) => {
      const service = target as ServiceName;
      await services.kill(service);
      return () => services.start(service);
    },
    stop: (target) => {
      const service = target as ServiceName;
      return Promise.resolve(stopFor(services.pidOf(service), () => services.untilReady(service)));
    },
  } satisfies Partial<Record<FaultKindName, Break>>;
}

function serverActors({ servers }: Scene) {
  const launchKafka = () => servers.launchKafka();
  const launchPostgres = () => servers.launchPostgres();
  return {
    'kill broker': async () => {
      await servers.kafka.kill();
      return launchKafka;
    },
    'restart broker': async () => {
      await servers.kafka.stop();
      return launchKafka;
    },
    'stop broker': () => Promise.resolve(stopFor(servers.kafka.pid)),
    'kill database': async () => {
      await servers.postgres.kill();
      return launchPostgres;
    },
    'restart database': async () => {
      await servers.postgres.stop();
      return launchPostgres;
    },
    'terminate connections': async () => {
      await terminateConnections(servers.postgres.url);
      return nothing;
    },
  } satisfies Partial<Record<FaultKindName, Break>>;
}

function troubleActors({ receivers }: Scene): Record<Trouble, Break> {
  const trouble = (kind: Trouble): Break => {
    return () => {
      receivers.trouble(kind);
      return Promise.resolve(() => {
        receivers.trouble(undefined);
        return Promise.resolve();
      });
    };
  };
  return {
    hang: trouble('hang'),
    drip: trouble('drip'),
    reset: trouble('reset'),
    'short body': trouble('short body'),
    'huge body': trouble('huge body'),
    redirect: trouble('redirect'),
  };
}

/** A hostile tenant's own requests may fail while something else is broken: that is its own affair. */
function hostileActors({ hostileGround }: Scene): Record<keyof typeof hostileTenants, Break> {
  const entries = Object.entries(hostileTenants).map(([name, hostility]): [string, Break] => [
    name,
    () => {
      const ended = new AbortController();
      const done = hostility(hostileGround, ended.signal).catch(() => '');
      return Promise.resolve(async () => {
        ended.abort();
        await Promise.race([done, delay(HOSTILE_END_MS)]);
      });
    },
  ]);
  return Object.fromEntries(entries) as Record<keyof typeof hostileTenants, Break>;
}

const HOSTILE_END_MS = 3_000;

/** Stops a process where it stands; the mend lets it go on. */
function stopFor(pid: number, untilMended: Mend = nothing): Mend {
  process.kill(pid, 'SIGSTOP');
  return async () => {
    process.kill(pid, 'SIGCONT');
    await untilMended();
  };
}

async function terminateConnections(url: string): Promise<void> {
  const pool = createPool({ url, applicationName: 'faults', poolSize: 1 });
  try {
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
  } finally {
    await pool.end();
  }
}
