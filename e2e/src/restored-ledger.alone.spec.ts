import { describe, expect, it } from '@jest/globals';
import { eventually, type Tenant } from '@casewire/testing';
import { useReceiver, useResource } from '@casewire/testing/fixtures';
import type { ServiceName } from '@casewire/config';
import {
  archiving,
  makeArchive,
  takeBaseBackup,
  untilRecovering,
  type BaseBackup,
} from './support/base-backup.ts';
import { report } from './support/duplicates.ts';
import { workflowData, workflowEvent } from './support/events.ts';
import { readHistory, readPage, untilDelivered, type Invocation } from './support/ledger.ts';
import { openSystem } from './support/open-system.ts';
import { startOwnServers } from './support/own-servers.ts';
import { scriptReceiver, type GivenAnswer, type HeldRequests } from './support/scripted-receiver.ts';
import { startSteadyEvents } from './support/steady-events.ts';

/** An event of the load. */
interface Sent {
  readonly id: string;
  readonly tenantid: string;
  readonly subject: string;
}

/** 50 events a second, for two minutes at most. */
const LOAD = { everyMs: 100, atMost: 1_200 };

/** What is on its way when PostgreSQL dies may be repeated: see docs/reliability.md. */
const WINDOW_BEFORE_MS = 2_000;

const servers = useResource(
  () => startOwnServers({ postgresSettings: archiving, preparePostgres: makeArchive }),
  { close: (started) => started.stop() },
);
const system = useResource(
  () =>
    openSystem({
      brokers: [servers.kafka.brokers],
      databaseUrl: servers.postgres.url,
      processes: 'each',
      environment: {
        CASEWIRE_CUT_INTERVAL_SECONDS: '1',
        CASEWIRE_BREAKER_FAILURES: '5',
        CASEWIRE_PROBE_FIRST_SECONDS: '1',
        CASEWIRE_PROBE_LONGEST_SECONDS: '2',
      },
    }),
  { close: (opened) => opened.stop(), openDeadlineMs: 120_000 },
);
const receiver = useReceiver();

const idOf = ({ id }: { readonly id: string }) => id;
const everySecond = (times: number) => Array.from({ length: times }, () => 1);

function eventOf(tenant: Tenant, number: number): Sent & Record<string, unknown> {
  const subject = `run-${number % 10}`;
  const data = workflowData({ workflowRuntimeId: subject, state: String(number) });
  const event = workflowEvent(tenant.id, { type: 'workflow.state.changed', subject, data });
  return { ...event, id: String(event['id']), tenantid: tenant.id, subject };
}

async function untilHealth(tenant: Tenant, ids: readonly string[], state: string): Promise<void> {
  await eventually(async () => {
    for (const id of ids) {
      const { body } = await tenant.api.get<{ state: string }>(`/v1/webhooks/${id}/health`);
      expect([id, body.state]).toEqual([id, state]);
    }
  });
}

/** Waits until a webhook holds at least so many invocations, or none. */
async function untilHeld(tenant: Tenant, webhook: string, atLeast: number): Promise<void> {
  await eventually(async () => {
    const { data } = await readPage(tenant.api, { webhook, status: 'held' });
    expect(atLeast === 0 ? data.length === 0 : data.length >= atLeast).toBe(true);
  });
}

async function untilReplay(tenant: Tenant, id: string, state: string): Promise<void> {
  await eventually(async () => {
    expect((await tenant.api.get(`/v1/replays/${id}`)).body).toMatchObject({ state });
  });
}

async function publish(tenant: Tenant, count: number): Promise<void> {
  await system.upstream.publish(Array.from({ length: count }, (_, number) => eventOf(tenant, number)));
}

/** Publishes events that a webhook does not take. */
async function publishInVain(
  tenant: Tenant,
  count: number,
  status: Invocation['status'],
): Promise<readonly Invocation[]> {
  await publish(tenant, count);
  return eventually(async () => {
    const invocations = await readHistory(tenant.api, { status });
    expect(invocations).toHaveLength(count);
    return invocations;
  });
}

async function cancel(tenant: Tenant, invocations: readonly Invocation[]): Promise<void> {
  for (const { id } of invocations)
    expect((await tenant.api.post(`/v1/invocations/${id}/cancel`)).status).toBe(200);
}

async function patch(tenant: Tenant, id: string, change: object): Promise<void> {
  expect((await tenant.api.patch(`/v1/webhooks/${id}`, change)).status).toBe(200);
}

async function resume(tenant: Tenant, id: string): Promise<void> {
  expect((await tenant.api.post(`/v1/webhooks/${id}/resume`, { backlog: 'send' })).status).toBe(200);
}

async function statusOf(tenant: Tenant, id: string): Promise<string> {
  return (await tenant.api.get<{ status: string }>(`/v1/webhooks/${id}`)).body.status;
}

/** Waits until a service says that it is not ready. */
async function untilAway(service: ServiceName): Promise<void> {
  await eventually(async () => {
    expect((await fetch(`${system.processOf(service).url}/readyz`)).status).toBe(503);
  });
}

/**
 * Replaces PostgreSQL by its backup, as it was when its WAL was kept. Nothing else is stopped.
 * @param meanwhile called while it answers reads that are older still
 */
async function restorePostgres(backup: BaseBackup, meanwhile: () => Promise<void>): Promise<void> {
  await servers.postgres.kill();
  const launched = servers.launchPostgres(await backup.restore());
  // Awaited below, also where something fails before.
  launched.catch(() => undefined);
  try {
    await untilRecovering(servers.postgres.url);
    await meanwhile();
  } finally {
    await backup.giveLastWal();
    await launched;
  }
}

describe('a ledger restored from a base backup and WAL that are older than Kafka', () => {
  it('catches up by itself: nothing is lost, nothing is twice in the history, and nothing waits for ever', async () => {
    const script = scriptReceiver(receiver);
    const at = (path: string) => ({ url: receiver.url + path });
    const [sound, broken, paused, waits, replayed, fresh] = await Promise.all(
      Array.from({ length: 6 }, () => system.createTenant()),
    );
    if (!sound || !broken || !paused || !waits || !replayed || !fresh) throw new Error('a tenant is missing');

    await sound.createWebhook(at('/plain'));
    const ordered = await sound.createWebhook({ ...at('/ordered'), ordering: 'subject' });
    await sound.createWebhook({ ...at('/flaky'), retry: { delaysSeconds: everySecond(3) } });
    script.answer('/flaky', ({ id, before }) =>
      before === 0 && /[0-5]$/.test(id) ? { status: 422 } : { status: 200 },
    );

    const breakers = ['/probed', '/mended', '/dead'] as const;
    const [probed = '', mended = '', dead = ''] = (
      await Promise.all(
        breakers.map((path) =>
          broken.createWebhook({ ...at(path), retry: { delaysSeconds: everySecond(10) } }),
        ),
      )
    ).map(idOf);
    for (const path of breakers) script.answer(path, () => ({ status: 503 }));

    const resumed = idOf(await paused.createWebhook(at('/resumed')));
    const pausedLater = idOf(await paused.createWebhook(at('/paused-later')));

    const waiting = await waits.createWebhook({ ...at('/waits'), retry: { delaysSeconds: [3_600] } });
    script.answer('/waits', () => ({ status: 422 }));
    const uncertain = await publishInVain(waits, 12, 'retrying');

    const failing = await replayed.createWebhook({ ...at('/replayed'), retry: 'none', maxConcurrency: 8 });
    script.answer('/replayed', () => ({ status: 422 }));
    const failed = await publishInVain(replayed, 60, 'failed');

    const load = startSteadyEvents(
      system.upstream,
      (number) => [
        ...[0, 1, 2].map((offset) => eventOf(sound, 3 * number + offset)),
        eventOf(broken, number),
        eventOf(paused, number),
      ],
      LOAD,
    );

    await untilHealth(broken, [probed, mended, dead], 'unavailable');
    await cancel(waits, uncertain.slice(0, 4));
    await patch(paused, resumed, { status: 'paused' });
    await untilHeld(paused, resumed, 5);

    const backup = await takeBaseBackup(servers.postgres.url, servers.postgresFolder);
    await fresh.createWebhook(at('/fresh'));
    const probe: HeldRequests = script.hold('/probed');
    const firstTwenty = new Set(failed.slice(0, 20).map(idOf));
    const rest = script.hold('/replayed', ({ id }) => !firstTwenty.has(id));
    const replay = await replayed.api.post<{ id: string }>(`/v1/webhooks/${failing.id}/replay`, {
      since: new Date(Date.now() - 3_600_000).toISOString(),
      status: 'failed',
    });
    expect(replay.status).toBe(202);
    await eventually(() => {
      expect([probe.waiting > 0, rest.waiting > 0]).toEqual([true, true]);
    });
    await backup.keepWal();

    // What the restored ledger will not know.
    probe.letGo();
    rest.letGo();
    script.answer('/mended', () => ({ status: 200 }));
    await resume(paused, resumed);
    await patch(paused, pausedLater, { status: 'paused' });
    await cancel(waits, uncertain.slice(4, 8));
    await untilHealth(broken, [probed, mended], 'healthy');
    await untilHeld(broken, probed, 0);
    await untilHeld(broken, mended, 0);
    await untilHeld(paused, resumed, 0);
    await untilHeld(paused, pausedLater, 5);
    await untilReplay(replayed, replay.body.id, 'finished');

    const lostAt = Date.now();
    await restorePostgres(backup, async () => {
      await publish(fresh, 20);
      for (const service of ['gateway', 'matching', 'delivery', 'history'] as const) await untilAway(service);
    });
    const before = load.published.length;
    await eventually(async () => {
      expect(await statusOf(paused, resumed)).toBe('paused');
      expect(await statusOf(paused, pausedLater)).toBe('active');
      expect(load.published.length).toBeGreaterThan(before + 100);
    });

    script.answer('/dead', () => ({ status: 200 }));
    await resume(paused, resumed);
    await untilReplay(replayed, replay.body.id, 'finished');
    const sent = await load.stop();
    const sentTo = (tenant: Tenant) => sent.filter(({ tenantid }) => tenantid === tenant.id);

    // Each event has one invocation for each webhook, and all have ended as delivered.
    for (const [tenant, webhooks] of [
      [sound, 3],
      [broken, 3],
      [paused, 2],
    ] as const) {
      const events = sentTo(tenant);
      const invocations = await untilDelivered(tenant.api, events.length * webhooks);
      expect(invocations).toHaveLength(events.length * webhooks);
      const ofWebhooks = Map.groupBy(invocations, ({ webhookId }) => webhookId);
      expect(ofWebhooks.size).toBe(webhooks);
      for (const some of ofWebhooks.values())
        expect(new Set(some.map(({ eventId }) => eventId))).toEqual(new Set(events.map(idOf)));
      expectAsReceived(invocations, script.answers);
    }

    // Nothing was decided by what PostgreSQL knew before it had recovered: it did not have this webhook yet.
    expect(await untilDelivered(fresh.api, 20)).toHaveLength(20);

    // Cancellations from before the copy have held. Of those from after it nothing was known, and nothing was sent.
    const history = await readHistory(waits.api);
    expect(history.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 4 }, () => 'cancelled'),
      ...Array.from({ length: 8 }, () => 'retrying'),
    ]);
    await cancel(waits, uncertain.slice(4));
    expectAsReceived(await readHistory(waits.api), script.answers);
    expect(script.answers.filter(({ path }) => path === '/waits')).toHaveLength(12);
    expect(waiting.id).toBe(history[0]?.webhookId);

    // The replay has sent each of its invocations once, although it had to begin again where it was.
    expectAsReceived(await untilDelivered(replayed.api, 60), script.answers);
    expect(script.answers.filter(({ path }) => path === '/replayed')).toHaveLength(120);

    expectInOrder(
      await readHistory(sound.api, { webhook: ordered.id }),
      sentTo(sound),
      script.answers.filter(({ path }) => path === '/ordered'),
    );
    expectNoCopiesOfWhatHadEnded(script.answers, lostAt);
  });
});

/** Each invocation was delivered if its receiver took it, and has each request as an attempt, once. */
function expectAsReceived(invocations: readonly Invocation[], answers: readonly GivenAnswer[]): void {
  const ofInvocation = Map.groupBy(answers, ({ id }) => id);
  const wrong = invocations.filter(({ id, status, attempts }) => {
    const its = ofInvocation.get(id) ?? [];
    return attempts !== its.length || (status === 'delivered') !== its.some(isTaken);
  });
  expect(wrong).toEqual([]);
}

const isTaken = ({ status }: GivenAnswer) => status === 200;

/** The first receipts of each subject come in the order in which its events were accepted. */
function expectInOrder(
  invocations: readonly Invocation[],
  events: readonly Sent[],
  answers: readonly GivenAnswer[],
): void {
  const eventIds = new Map(invocations.map(({ id, eventId }) => [id, eventId]));
  const received = [...new Set(answers.map(({ id }) => eventIds.get(id)))];
  const places = new Map(received.map((eventId, place) => [eventId, place]));
  for (const ofSubject of Map.groupBy(events, ({ subject }) => subject).values()) {
    const order = ofSubject.map(({ id }) => places.get(id) ?? -1);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  }
}

/** What a receiver had taken before PostgreSQL was lost came to it no more. */
function expectNoCopiesOfWhatHadEnded(answers: readonly GivenAnswer[], lostAt: number): void {
  const copied = [...Map.groupBy(answers.filter(isTaken), ({ id }) => id).values()].filter(
    (its) => its.length > 1,
  );
  report('a restored ledger', copied.length);
  expect(copied.filter(([first]) => first !== undefined && first.at < lostAt - WINDOW_BEFORE_MS)).toEqual([]);
}
