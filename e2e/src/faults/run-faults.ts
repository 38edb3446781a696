import { Kafka, logLevel, type Producer } from 'kafkajs';
import { workflowData, workflowEvent } from '../support/events.ts';
import { readHistory } from '../support/ledger.ts';
import { openSystem, type RunningSystem } from '../support/open-system.ts';
import { startOwnServers } from '../support/own-servers.ts';
import { actorsOn, type Scene } from './actors.ts';
import { check, violationsOf, type Verdict } from './checker.ts';
import { emptyDiary, type Diary } from './diary.ts';
import type { FaultKindName } from './kinds.ts';
import type { FaultRecord, Log, ShownReplay } from './log.ts';
import { planFaults } from './plan.ts';
import { startReceivers, type Receivers } from './receivers.ts';
import { begin, untilSteady, wrongAnswers, type RunningStream } from './running-streams.ts';
import { ServiceKeeper } from './service-keeper.ts';
import { settle } from './settle.ts';
import { findMiscounts } from './statistics-check.ts';
import { streams } from './streams.ts';
import { carryOut } from './timeline.ts';

export interface FaultRunOptions {
  readonly seed: number;
  /** How long faults go on. Starting, settling and checking come on top. */
  readonly lastsMs: number;
  readonly kinds: readonly FaultKindName[];
  readonly onMended?: (fault: FaultRecord) => void;
}

export interface FaultRun {
  readonly seed: number;
  readonly verdict: Verdict;
  readonly faults: readonly FaultRecord[];
  readonly diary: Diary;
  /** From the last mend until all was settled. */
  readonly settledInMs: number;
  /** What publishers met on their way, by stream. */
  readonly publishing: Readonly<Record<string, ReadonlyMap<string, number>>>;
  /** Broken promises, one line each; empty if every promise was kept. */
  readonly violations: readonly string[];
}

/** Of the hostile burst; each has ten deliveries. Beside six times as many, good tenants wait because two cores are full. */
const BURST_EVENTS = 1_000;

/** Waits are short, so that many things happen in a run. */
const serviceSettings = {
  CASEWIRE_PROBE_FIRST_SECONDS: '1',
  CASEWIRE_PROBE_LONGEST_SECONDS: '4',
  // What delivery has taken may wait for so long until it is sent or put off: see `SETTLED_MS`.
  CASEWIRE_DELIVERY_MAX_WAIT_MS: '4000',
  // What a process had leased when it died is released after this time.
  CASEWIRE_RELEASE_LEASE_SECONDS: '45',
};

/** Starts a whole system, breaks and mends it under load, and judges what its users saw. Leaves nothing behind. */
export async function runFaults(options: FaultRunOptions): Promise<FaultRun> {
  await using opened = new AsyncDisposableStack();
  const servers = await startOwnServers();
  opened.defer(() => servers.stop());
  const receivers = await startReceivers();
  opened.defer(() => receivers.close());
  const system = await openSystem({
    brokers: [servers.kafka.brokers],
    databaseUrl: servers.postgres.url,
    processes: 'each',
    environment: serviceSettings,
  });
  const services = new ServiceKeeper(system);
  opened.defer(() => services.stop());
  const hostile = await hostileProducer(servers.kafka.brokers);
  opened.defer(() => hostile.disconnect());
  const hostileGround = hostileGroundOf(system, receivers, hostile);
  const running: RunningStream[] = [];
  for (const stream of streams) running.push(await begin(stream, system, receivers, servers.kafka.brokers));
  opened.defer(async () => {
    await Promise.all(running.map(({ publisher }) => publisher.close()));
  });
  const webhooks = running.map(({ webhook }) => webhook);
  const diary = emptyDiary();
  const scene: Scene = { servers, services, receivers, hostileGround, webhooks, diary };

  await untilSteady(running, receivers);
  const faults: FaultRecord[] = [];
  await carryOut(planFaults(options), actorsOn(scene), {
    lastsMs: options.lastsMs,
    onMended: (fault) => {
      faults.push(fault);
      options.onMended?.(fault);
    },
  });
  const settledFrom = performance.now();
  const violations = await settle(running, receivers, diary);
  const settledInMs = performance.now() - settledFrom;
  const log = await readLog(running, receivers, faults, diary);
  const verdict = check(log);
  const publishing = Object.fromEntries(
    running.map(({ stream, publisher }) => [stream.name, publisher.troubles]),
  );
  return {
    seed: options.seed,
    verdict,
    faults: log.faults,
    diary,
    settledInMs,
    publishing,
    violations: [
      ...violations,
      ...violationsOf(verdict),
      ...services.crashes,
      ...wrongAnswers(running),
      ...(await findMiscounts(servers.postgres.url, running)),
      ...(receivers.followedRedirects() > 0 ? ['a redirect was followed'] : []),
    ],
  };
}

async function readLog(
  running: readonly RunningStream[],
  receivers: Receivers,
  faults: readonly FaultRecord[],
  diary: Diary,
): Promise<Log> {
  const invocations = [];
  for (const { stream, tenant } of running)
    for (const { id, eventId, eventUid, createdAt, status, reason, copyOf } of await readHistory(
      tenant.api,
    )) {
      const acceptedAt = Date.parse(createdAt);
      invocations.push({ stream: stream.name, id, eventId, eventUid, acceptedAt, status, reason, copyOf });
    }
  const replays: ShownReplay[] = [];
  for (const { webhook, id } of diary.replays) replays.push(await webhook.showReplay(id));
  return {
    streams: running.map(({ stream }) => stream),
    accepted: running.flatMap(({ load }) => load.accepted),
    receipts: receivers.receipts,
    invocations,
    faults: faults.toSorted((one, other) => one.beganAt - other.beganAt),
    restraints: diary.restraints,
    replays: replays.toSorted((one, other) => one.createdAt - other.createdAt),
    cancelled: new Set(diary.cancelled.map(({ id }) => id)),
  };
}

async function hostileProducer(brokers: string): Promise<Producer> {
  const kafka = new Kafka({ clientId: 'hostile', brokers: [brokers], logLevel: logLevel.NOTHING });
  const producer = kafka.producer();
  await producer.connect();
  return producer;
}

function hostileGroundOf(
  system: RunningSystem,
  { hostileUrl }: Receivers,
  producer: Producer,
): Scene['hostileGround'] {
  const topic = `${system.topicPrefix}events.v1`;
  return {
    url: system.url,
    createTenant: () => system.createTenant(),
    receiverUrl: hostileUrl,
    burstEvents: BURST_EVENTS,
    publish: async (count, { tenantid, padding, type, data }) => {
      const messages = Array.from({ length: count }, (_, index) => ({
        value: JSON.stringify(
          workflowEvent(tenantid, {
            ...(type !== undefined && { type }),
            data: data ?? workflowData({ workflowRuntimeId: `run-${index}`, context: { padding } }),
          }),
        ),
        headers: { 'content-type': 'application/cloudevents+json' },
      }));
      await producer.send({ topic, acks: -1, messages });
    },
    publishRecords: async (records) => {
      const messages = records.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } }));
      await producer.send({ topic, acks: -1, messages });
    },
  };
}
