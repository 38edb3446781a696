import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually, readTopic } from '@casewire/testing';
import { Kafka, logLevel } from 'kafkajs';
import { workflowData, workflowEvent } from './events.ts';

/** An upstream team's own Kafka client: nothing of Casewire's. */
export interface Upstream {
  /**
   * Structured mode, keyed as the topic's contract says: by the subject of the event, so that events about one thing
   * keep their order. Resolves when acknowledged.
   */
  publish(events: readonly object[]): Promise<void>;
  /** Binary mode. */
  publishBinary(attributes: Readonly<Record<string, string>>, data: string | Buffer): Promise<void>;
  /** Any record. */
  publishRaw(
    value: string | Buffer | null,
    headers: Readonly<Record<string, string | Buffer>>,
  ): Promise<void>;
  close(): Promise<void>;
}

/** Connects to the topic that upstream writes to. */
export async function connectUpstream(brokers: readonly string[], topicPrefix: string): Promise<Upstream> {
  const kafka = new Kafka({
    clientId: 'upstream',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    // About one try a second: on a busy machine a broker may take half a minute to start.
    retry: { retries: 90 },
  });
  const producer = kafka.producer();
  await producer.connect();
  const topic = `${topicPrefix}events.v1`;
  const send = async (
    messages: { key?: string; value: string | Buffer | null; headers: Record<string, string | Buffer> }[],
  ): Promise<void> => {
    await producer.send({ topic, acks: -1, messages });
  };
  return {
    publish: (events) =>
      send(
        events.map((event) => ({
          key: recordKey(event),
          value: JSON.stringify(event),
          headers: { 'content-type': 'application/cloudevents+json' },
        })),
      ),
    publishBinary: (attributes, data) => {
      const headers = Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value]),
      );
      return send([{ value: data, headers: { 'content-type': 'application/json', ...headers } }]);
    },
    publishRaw: (value, headers) => send([{ value, headers: { ...headers } }]),
    close: () => producer.disconnect(),
  };
}

/** The subject, else the run that the event is about, else its id. */
function recordKey(event: object): string {
  const { subject, id, data } = event as {
    subject?: string;
    id?: string;
    data?: { workflowRuntimeId?: string };
  };
  return subject ?? data?.workflowRuntimeId ?? id ?? '';
}

/**
 * Reads a topic of Casewire's from its beginning, as a service of upstream would, until it has found `atLeast` records
 * that are `wanted`, and then to the end of the log at that time. @returns the wanted records' values, parsed
 */
export async function findOnTopic(
  topicPrefix: string,
  name: string,
  wanted: (value: unknown) => boolean,
  atLeast = 1,
): Promise<unknown[]> {
  const found: unknown[] = [];
  const consumer = await readTopic(topicPrefix + name, ({ value: bytes }) => {
    const value: unknown = JSON.parse(bytes?.toString() ?? 'null');
    if (wanted(value)) found.push(value);
  });
  try {
    await eventually(() => {
      if (found.length < atLeast) throw new Error(`${found.length} of ${atLeast} records are on ${name}`);
    });
    return found;
  } finally {
    await consumer.disconnect();
  }
}

/** A steady stream of events. */
export interface Load {
  /** Ids of the events that were acknowledged so far. */
  readonly published: readonly string[];
  /** Ends the stream and resolves when everything is acknowledged. */
  stop(): Promise<readonly string[]>;
}

const TICK_MS = 50;

/** Publishes `perSecond` events a second, each of a run of its own, until it is stopped, `atMost` in all. */
export function startLoad(
  upstream: Upstream,
  options: { readonly tenantId: string; readonly perSecond: number; readonly atMost: number },
): Load {
  const published: string[] = [];
  const abort = new AbortController();
  const perTick = Math.max(1, Math.round((options.perSecond * TICK_MS) / 1_000));
  const run = async (): Promise<void> => {
    let sent = 0;
    const pending: Promise<void>[] = [];
    while (!abort.signal.aborted && sent < options.atMost) {
      const events = Array.from({ length: perTick }, () =>
        workflowEvent(options.tenantId, { data: workflowData({ workflowRuntimeId: randomUUID() }) }),
      );
      sent += events.length;
      const acknowledged = upstream.publish(events).then(() => {
        published.push(...events.map(({ id }) => String(id)));
      });
      // `stop` reports a failure. If the spec has failed before that, this one must not end the run.
      acknowledged.catch(() => undefined);
      pending.push(acknowledged);
      await delay(TICK_MS);
    }
    await Promise.all(pending);
  };
  const finished = run();
  finished.catch(() => undefined);
  return {
    published,
    stop: async () => {
      abort.abort();
      await finished;
      return published;
    },
  };
}
