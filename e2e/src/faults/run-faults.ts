import { eventually, type Tenant } from '@casewire/testing';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { workflowData, workflowEvent } from '../support/events.ts';
import { findOpenStatus, readHistory } from '../support/ledger.ts';
import { openSystem, type RunningSystem } from '../support/open-system.ts';
import { startOwnServers } from '../support/own-servers.ts';
import { actorsOn, type Scene } from './actors.ts';
import { check, violationsOf, type FaultRecord, type Log, type Verdict } from './checker.ts';
import type { FaultKindName } from './kinds.ts';
import { startStream, type SteadyLoad } from './load.ts';
import { planFaults } from './plan.ts';
import { httpPublisher, kafkaPublisher, type Publisher } from './publishers.ts';
import { startReceivers, type Receivers } from './receivers.ts';
import { ServiceKeeper } from './service-keeper.ts';
import { streams, type Stream } from './streams.ts';
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
  /** From the end of the load until all was settled. */
  readonly settledInMs: number;
  /** What publishers met on their way, by stream. */
  readonly publishing: Readonly<Record<string, ReadonlyMap<string, number>>>;
  /** Broken promises, one line each; empty if every promise was kept. */
  readonly violations: readonly string[];
}

/** Of the hostile burst; each has ten deliveries. Beside six times as many, good tenants wait because two cores are full. */
const BURST_EVENTS = 1_000;

/** Faults begin when as many events of each stream have arrived as it makes in this time. */
const WARM_UP_SECONDS = 4;
const WARM_UP_DEADLINE_MS = 60_000;

/** How long it may take after the last mend until everything that was accepted has ended. */
const SETTLE_DEADLINE_MS = 180_000;

/** What a publisher over HTTP may be answered while something is broken, besides 202. */
const answersOfTrouble = ['502', '503', '504'];

/** One stream in its run: its tenant, and the load that it publishes. */
interface RunningStream {
  readonly stream: Stream;
  readonly tenant: Tenant;
  readonly publisher: Publisher;
  readonly load: SteadyLoad;
}

/** Starts a whole system, breaks and mends it under load, and judges what its users saw. Leaves nothing behind. */
export async function runFaults(options: FaultRunOptions): Promise<FaultRun> {
  await using opened = new AsyncDisposableStack();
  const servers = await startOwnServers();
  opened.defer(() => servers.stop());
  const receivers = await startReceivers();
  opened.defer(() => receivers.close());
  const system = await openSystem({ brokers: [servers.kafka.brokers], databaseUrl: servers.postgres.url });
  const services = new ServiceKeeper(system);
  opened.defer(() => services.stop());
  const hostile = await hostileProducer(servers.kafka.brokers);
  opened.defer(() => hostile.disconnect());
  const hostileGround = hostileGroundOf(system, receivers, hostile);
  const scene: Scene = { servers, services, receivers, hostileGround };
  const running: RunningStream[] = [];
  for (const stream of streams) running.push(await begin(stream, system, receivers, servers.kafka.brokers));
  opened.defer(async () => {
    await Promise.all(running.map(({ publisher }) => publisher.close()));
  });

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
  const violations = await settle(running, receivers);
  const settledInMs = performance.now() - settledFrom;
  const log = await readLog(running, receivers, faults);
  const verdict = check(log);
  const publishing = Object.fromEntries(
    running.map(({ stream, publisher }) => [stream.name, publisher.troubles]),
  );
  return {
    seed: options.seed,
    verdict,
    faults: log.faults,
    settledInMs,
    publishing,
    violations: [
      ...violations,
      ...violationsOf(verdict),
      ...services.crashes,
      ...wrongAnswers(running),
      ...(receivers.followedRedirects() > 0 ? ['a redirect was followed'] : []),
    ],
  };
}

async function begin(
  stream: Stream,
  system: RunningSystem,
  receivers: Receivers,
  brokers: string,
): Promise<RunningStream> {
  const tenant = await system.createTenant();
  const webhook = await tenant.createWebhook({
    url: `${stream.isGood ? receivers.goodUrl : receivers.troubledUrl}/${stream.name}`,
    signing: { scheme: 'standard-webhooks' },
    ...(stream.isOrdered && { ordering: 'subject' }),
    ...(!stream.isGood && { timeoutMs: 2_000, retry: { delaysSeconds: [1, 1, 2, 2, 3, 3, 4, 4] } }),
  });
  receivers.expectSecret(stream.name, webhook.secret);
  const publisher =
    stream.via === 'http'
      ? httpPublisher(system.url, tenant.key)
      : kafkaPublisher([brokers], `${system.topicPrefix}events.v1`);
  return { stream, tenant, publisher, load: startStream(stream, tenant.id, publisher) };
}

/** @throws Error that names a stream whose events do not arrive */
async function untilSteady(running: readonly RunningStream[], receivers: Receivers): Promise<void> {
  await eventually(
    () => {
      for (const { stream } of running) {
        const arrived = arrivedIds(stream, receivers).size;
        if (arrived < WARM_UP_SECONDS * stream.perSecond)
          throw new Error(`${arrived} events of ${stream.name} have arrived before any fault`);
      }
    },
    { deadlineMs: WARM_UP_DEADLINE_MS },
  );
}

/** Ids of the events of a stream that a receiver has. */
function arrivedIds({ name }: Stream, { receipts }: Receivers): ReadonlySet<string> {
  return new Set(receipts.filter(({ stream }) => stream === name).map(({ eventId }) => eventId));
}

/** Ends the load and waits until everything has ended, or the deadline is over: then the verdict says what has not. */
async function settle(running: readonly RunningStream[], receivers: Receivers): Promise<string[]> {
  const stopped = await Promise.allSettled(running.map(({ load }) => load.stop()));
  const unaccepted = stopped.flatMap((result) =>
    result.status === 'rejected' ? [String(result.reason)] : [],
  );
  const ended = eventually(
    async () => {
      for (const { tenant, stream, load } of running) {
        if (arrivedIds(stream, receivers).size < load.accepted.length)
          throw new Error(`receipts of ${stream.name} are missing`);
        const open = await findOpenStatus(tenant.api);
        if (open !== undefined) throw new Error(`an invocation of ${stream.name} is still ${open}`);
      }
    },
    { deadlineMs: SETTLE_DEADLINE_MS, intervalMs: 500 },
  );
  const late = await ended.then(
    () => [],
    (error: unknown) => [`not settled after ${SETTLE_DEADLINE_MS / 1_000} s: ${String(error)}`],
  );
  return [...unaccepted, ...late];
}

async function readLog(
  running: readonly RunningStream[],
  receivers: Receivers,
  faults: readonly FaultRecord[],
): Promise<Log> {
  const invocations = [];
  for (const { stream, tenant } of running)
    for (const { eventId, eventUid, status, reason } of await readHistory(tenant.api))
      invocations.push({ stream: stream.name, eventId, eventUid, status, reason });
  return {
    streams: running.map(({ stream }) => stream),
    accepted: running.flatMap(({ load }) => load.accepted),
    receipts: receivers.receipts,
    invocations,
    faults: faults.toSorted((one, other) => one.beganAt - other.beganAt),
  };
}

function wrongAnswers(running: readonly RunningStream[]): string[] {
  return running
    .filter(({ stream }) => stream.via === 'http')
    .flatMap(({ stream, publisher }) =>
      [...publisher.troubles]
        .filter(([trouble]) => /^\d/.test(trouble) && !answersOfTrouble.includes(trouble))
        .map(([trouble, times]) => `${stream.name} was answered ${trouble}, ${times} times`),
    );
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
